import { createEffectGuard } from "@celeriac/aws";
import { handle, RejectError } from "@celeriac/core";
import {
  createMemoryApp,
  createMemoryEffectStore,
  createSeededRandom,
} from "@celeriac/testing/models";
import { firstApp, paying } from "./simulated-app.ts";

let loading: Promise<void> | undefined;

/**
 * Has the product load what it loads at its first use, once for all histories: that takes real time, for which virtual
 * time would not wait, and the same seed would not be the same history.
 */
export function loadEverything(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  const fail = (): never => {
    throw new RejectError("what follows a failure is loaded too");
  };
  const tasks = [...firstApp.tasks.values()].map(({ definition }) => definition);
  const test = createMemoryApp(
    firstApp,
    tasks.map((task) => handle(task, fail)),
  );
  await test.client.enqueue(paying, { kind: "ok", key: "loading" });
  // A drain waits for handlers and imports however long they take.
  await test.drain();
  const store = createMemoryEffectStore();
  const guard = createEffectGuard({ store, clock: test.clock, random: createSeededRandom(1) });
  await guard.release({
    ...{ task: paying.name, key: "loading", input: undefined, windowMs: 1000, leaseMs: 1000 },
    ...{ taskId: "loading", generation: 0, attempt: 1, owner: "nobody" },
  });
}
