import { defineApp, defineTask, fargate, handle, lambda, topology } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { createHarness } from "./engine-harness.ts";

const move = defineTask({ name: "move", retry: { maxRetries: 0 } });
const app = defineApp({
  name: "moving",
  tasks: [move],
  queues: { old: lambda(), new: fargate() },
  routes: { move: "new" },
});

describe("a message in another queue than its task's", () => {
  it("is run by a host that has the handler: it was sent before the route was changed, or by `queue`", async () => {
    const h = createHarness(app, { handlers: [handle(move, () => "done")], queues: ["old"] });
    const envelope = h.envelope("move");
    expect((await h.run("old", envelope)).result).toBe("succeeded");
    expect(h.record(envelope.taskId)).toMatchObject({ state: "SUCCESS", queue: "old" });
  });

  it("fails on a host that has none, and says so", async () => {
    const h = createHarness(app, { handlers: [], queues: ["old"] });
    const envelope = h.envelope("move");
    expect((await h.run("old", envelope)).result).toBe("failed");
    expect(h.record(envelope.taskId)).toMatchObject({
      state: "FAILURE",
      error: { code: "missing-handler", message: "move has no handler on this host" },
    });
  });
});

it("a queue that is given to the other host keeps its name, its dead letters, its table and its bucket", () => {
  const on = (queue: ReturnType<typeof lambda>): unknown => {
    const moved = topology(
      defineApp({ name: "moving", tasks: [move], queues: { default: queue } }),
    );
    const { queues, table, bucket } = moved;
    return {
      table,
      bucket,
      queues: queues.map(({ name, deadLetterQueue }) => [name, deadLetterQueue]),
    };
  };
  expect(on(fargate())).toEqual(on(lambda()));
});
