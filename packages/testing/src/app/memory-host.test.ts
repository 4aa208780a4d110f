import { defineApp, topology } from "@celeriac/core";
import { expect, it } from "vitest";
import { createVirtualClock } from "../virtual-clock.ts";
import { createMemoryHost } from "./memory-host.ts";
import { createMemoryModels } from "./memory-models.ts";

it("spends no patience on what the first deliveries need: time stands still until it is there", async () => {
  const app = defineApp({ name: "shop", tasks: [] });
  const clock = createVirtualClock();
  const { queues } = createMemoryModels(app, { clock });
  const startedAt = clock.now();
  let endedAt: number | undefined;
  const ready = turns(100);
  const host = createMemoryHost({
    deliver: async () => {
      await ready;
      endedAt = clock.now();
      return { acknowledge: true, result: "succeeded" };
    },
    queues,
    resources: topology(app).queues,
    clock,
    patienceTurns: 1,
    ready,
  });
  await queues.send("default", { body: "a task" });
  await host.advanceTo(startedAt + 60_000);
  expect(endedAt).toBe(startedAt);
});

/** Work that takes many turns of the event loop, as loading a module does. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1)
    await new Promise<void>((resolve) => setImmediate(resolve));
}
