import { repeat } from "../repeat.ts";
import type { Figures, Measurement } from "../report/measurement.ts";
import { runChild } from "../run-child.ts";
import { type Plan, tasksOf } from "./plan.ts";

const CHILD = new URL("../calls/calls-child.ts", import.meta.url);
const TASKS = 3000;

/** What a tracked task costs in calls of AWS and in write units, under load. */
export async function measureCalls(plan: Plan): Promise<readonly Measurement[]> {
  const what = "enqueueMany, worker, result kept";
  plan.say(what);
  return [
    await repeat(plan.repeats, "calls", "calls.tracked", what, () =>
      runChild<Figures>(CHILD, [tasksOf(plan, TASKS)]),
    ),
  ];
}
