import { repeat } from "../repeat.ts";
import type { Figures, Measurement } from "../report/measurement.ts";
import { runChild } from "../run-child.ts";
import { type Plan, tasksOf } from "./plan.ts";

const CHILD = new URL("../in-process/in-process.ts", import.meta.url);
const TASKS = 50_000;

/** What the library costs by itself: client, engine and worker in one process, on ports that cost next to nothing. */
export async function measureProcess(plan: Plan): Promise<readonly Measurement[]> {
  const of = (task: string, what: string): Promise<Measurement> => {
    plan.say(what);
    return repeat(plan.repeats, "process", `process.${task}`, what, () =>
      runChild<Figures>(CHILD, [task, tasksOf(plan, TASKS)]),
    );
  };
  return [
    await of("tracked", "enqueueMany, run, result kept"),
    await of("untracked", "enqueueMany, run, nothing kept"),
  ];
}
