import type { TagEntry } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import type { StubRequest } from "../testing/stub-server.ts";
import { stubbedPorts } from "../testing/stubbed-ports.ts";

const tag = { name: "customer", value: "42" };
const entryOf = (taskId: string): TagEntry => ({
  tag,
  taskId,
  task: "images.resize",
  queue: "images",
  enqueuedAt: 1000,
  removeAfter: 9001,
});

interface Batch {
  readonly Statements: readonly { readonly Statement: string; readonly Parameters: object[] }[];
}

const statementsOf = ({ body }: StubRequest): Batch["Statements"] => (body as Batch).Statements;

describe("entries of a tag", () => {
  it("travel together though they share a partition, and beside locks and records", async () => {
    await using world = await stubbedPorts();
    world.stub.answer((request) => ({
      body: { Responses: statementsOf(request).map(() => ({})) },
    }));
    const lock = {
      task: "t",
      key: "k",
      taskId: "i",
      sent: false,
      until: 5,
      queue: "q",
      enqueuedAt: 1,
    };
    await Promise.all([
      world.ports.locks.acquire(lock),
      ...Array.from({ length: 24 }, (_, index) => world.ports.tags.add(entryOf(`t${index}`))),
    ]);
    expect(world.stub.requests.map((request) => statementsOf(request).length)).toEqual([25]);
  });

  it("are dropped by TTL in whole seconds, not before their time", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => ({ body: { Responses: [{}] } }));
    await world.ports.tags.add(entryOf("t"));
    expect(statementsOf(world.stub.requests[0]!)[0]).toEqual({
      Statement:
        "INSERT INTO \"stub-table\" VALUE {'pk':?,'sk':?,'taskId':?,'task':?,'queue':?,'enqueuedAt':1000,'removeAfter':9001,'ttl':10}",
      Parameters: ["tag#customer=42", "0000000000001000#t", "t", "images.resize", "images"].map(
        (S) => ({ S }),
      ),
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
  });

  it("that somebody else has written are an error that names the item and no value", async () => {
    await using world = await stubbedPorts();
    const Items = [{ pk: { S: "tag#customer=42" }, sk: { S: "0#x" }, taskId: { S: "x" } }];
    world.stub.answer(() => ({ body: { Items } }));
    await expect(world.ports.tags.page(tag, 10)).rejects.toMatchObject({
      code: "undecodable",
      message:
        'an entry of tag customer has no "task" that can be read: something else than Celeriac has written it; delete the item',
      details: { item: "0#x" },
    });
  });
});
