import type { UniqueLock } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { stubbedPorts } from "../testing/stubbed-ports.ts";

const lock: UniqueLock = {
  task: "sync",
  key: "anna@example.org' OR '1'='1",
  taskId: "task-1",
  sent: false,
  until: 9001,
  queue: "images",
  enqueuedAt: 1000,
};

interface Batch {
  readonly Statements: readonly [
    { readonly Statement: string; readonly Parameters: readonly { readonly S: string }[] },
  ];
}

describe("the lock of a unique task", () => {
  it("shows the table nothing of the key, in any call", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => ({ body: { Responses: [{}] } }));
    const { locks } = world.ports;
    await locks.acquire(lock);
    await locks.acquire(lock, { taskId: "old", until: 5 });
    await locks.confirm(lock, "task-1");
    await locks.release(lock, "task-1");
    expect(world.stub.requests).toHaveLength(4);
    const requests = JSON.stringify(world.stub.requests);
    expect(requests).not.toContain("anna");
    expect(requests.match(/unique#sync#[0-9a-f]{64}/g)).toHaveLength(4);
  });

  it("is confirmed, released and taken over only on condition of the holder that was seen", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => ({ body: { Responses: [{}] } }));
    const { locks } = world.ports;
    await locks.confirm(lock, "seen");
    await locks.release(lock, "seen");
    await locks.acquire(lock, { taskId: "seen", until: 5 });
    const [confirm, release, acquire] = world.stub.requests.map(({ body }) => {
      const [{ Statement, Parameters }] = (body as Batch).Statements;
      const condition = Statement.slice(Statement.indexOf(" WHERE "));
      return { condition, values: Parameters.map(({ S }) => S) };
    });
    for (const call of [confirm, release, acquire]) {
      expect(call).toMatchObject({ values: expect.arrayContaining(["seen"]) });
      expect(call?.condition).toContain('"taskId"=?');
    }
    expect(acquire?.condition).toContain('"until"=5');
  });

  it("is dropped by TTL in whole seconds, not before its time", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => ({ body: { Responses: [{}] } }));
    await world.ports.locks.acquire(lock);
    expect(JSON.stringify(world.stub.requests)).toContain(
      "'until':9001,'queue':?,'enqueuedAt':1000,'ttl':10}",
    );
  });

  it("that somebody else has written is an error that names the task and no value", async () => {
    await using world = await stubbedPorts();
    const Item = { taskId: { S: "task-1" }, sent: { S: "yes" } };
    const refusal = { Code: "DuplicateItem", Message: "", Item };
    world.stub.answer(() => ({ body: { Responses: [{ Error: refusal }] } }));
    await expect(world.ports.locks.acquire(lock)).rejects.toMatchObject({
      code: "undecodable",
      message:
        'the lock of a unique task sync has no "sent" that can be read: something else than Celeriac has written it; delete the item',
    });
  });
});
