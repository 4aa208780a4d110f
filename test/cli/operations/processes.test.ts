import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTill, type Till } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await openTill({ functions: true });
});
afterAll(() => till.stop());

describe("the commands, as processes on the embedded AWS", () => {
  it("call a task and answer its result", async () => {
    const { out, err, code } = await till.celeriac(["call", "pay", '{"sum":3}', "--wait", "30s"]);
    expect({ out, code }).toEqual({ out: '{\n  "paid": 3\n}\n', code: 0 });
    const id = /^task (\S+)\n$/.exec(err)?.[1] ?? "";
    const shown = await till.celeriac(["result", id]);
    expect(shown.out).toMatch(/^state +SUCCESS$/m);
    const revoked = await till.celeriac(["revoke", id]);
    expect(revoked).toMatchObject({ out: `${id}  had ended: nothing was changed\n`, code: 1 });
  });

  it("follow a failure from its call to its redrive, with another input", async () => {
    const called = await till.celeriac(
      ["call", "pay", "-", "--task-id", "lost", "--wait", "30s"],
      '{"sum":-3}',
    );
    expect(called.code).toBe(1);
    expect(called.err).toMatch(/RangeError: cannot pay -3\n +at .*app\.ts/);
    const queues = await till.celeriac(["queues", "default"]);
    expect(queues.out).toMatch(/^default +lambda +0 +0 +0 +unknown +1$/m);
    const listed = await till.celeriac(["dlq", "list", "--json", "--error", "RangeError"]);
    expect(JSON.parse(listed.out)).toMatchObject([{ queue: "default", taskId: "lost" }]);
    const redriven = await till.celeriac(
      ["dlq", "redrive", "default", "--id", "lost", "--input", "-"],
      '{"sum":4}',
    );
    expect(redriven).toEqual({ out: "1 redriven\n", err: "", code: 0 });
    const stateOf = async () => (await till.ports.store.read("lost"))?.state;
    await expect.poll(stateOf, { timeout: 30_000 }).toBe("SUCCESS");
    expect((await till.celeriac(["result", "lost"])).out).toMatch(
      /^redriven .*, its input changed$/m,
    );
    const empty = await till.celeriac(["dlq", "list"]);
    expect(empty.out).toBe("There are no such dead letters.\n");
  });

  it("purge a queue and its dead letters, but only when that is said", async () => {
    await till.celeriac(["call", "later"]);
    await till.bury("parked", ["a", "b"]);
    const refused = await till.celeriac(["purge", "parked"]);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("holds about 1 ready");
    expect((await till.celeriac(["purge", "parked", "--yes"])).code).toBe(0);
    expect((await till.celeriac(["dlq", "purge", "parked", "--id", "a", "--yes"])).out).toBe(
      "1 dead letter deleted\n",
    );
    const state = await till.celeriac(["queues", "parked", "--json"]);
    expect(JSON.parse(state.out)).toMatchObject([{ visible: 0, deadLetters: { visible: 1 } }]);
  });

  it("say in one line what is wrong with where the resources are said to be", async () => {
    const missing = await till.celeriac(["queues", "--resources", "nowhere.json"]);
    expect(missing.code).toBe(2);
    expect(missing.err).toMatch(/^error: --resources cannot be read: ENOENT.*\n$/);
  });
});
