import {
  defineApp,
  defineTask,
  fargate,
  judgeRevoke,
  type LockStore,
  type TaskContext,
} from "@celeriac/core";
import type { FaultPlan } from "@celeriac/testing/models";
import { createHarness, type EngineHarness } from "./engine-harness.ts";

type Behaviour = (context: TaskContext) => unknown;

/** What the tasks of the fixture do, and how often they did it. */
export interface Script {
  behaviour: Behaviour;
  runs: number;
}

const script: Script = { behaviour: () => "ran", runs: 0 };
const run = async (_input: undefined, context: TaskContext): Promise<unknown> => {
  script.runs += 1;
  return script.behaviour(context);
};
const retry = { maxRetries: 1, backoff: "10s", jitter: "none" } as const;
const work = defineTask({ name: "work", retry, run });
const quiet = defineTask({ name: "quiet", ignoreResult: true, retry, run });
const app = defineApp({
  name: "engine",
  tasks: [work, quiet],
  queues: { default: fargate({ lease: "30s" }) },
});

/** An engine with one tracked and one untracked task that do what the test says. */
export function setup(
  behaviour: Behaviour = () => "ran",
  faults: FaultPlan = () => undefined,
  slowVisibility: (seconds: number) => number = () => 0,
  locks?: LockStore,
): EngineHarness & { readonly script: Script } {
  script.behaviour = behaviour;
  script.runs = 0;
  return { ...createHarness(app, { faults, slowVisibility, locks }), script };
}

/** A handler that never ends. */
export const never = (): Promise<never> => new Promise(() => undefined);

/** Revokes as a client does. */
export async function revoke(h: EngineHarness, taskId: string): Promise<void> {
  const current = h.record(taskId);
  const decision = judgeRevoke(current, h.clock.now());
  if (decision.kind !== "write") throw new Error(`nothing to write: ${decision.kind}`);
  await h.store.update(taskId, { kind: "revision", revision: current.revision }, decision.change);
}
