import { type CeleriacDrain, celeriac } from "../drain/celeriac.ts";
import { measureLambdaDrain } from "../drain/lambda-drain.ts";
import { measureDrain } from "../drain/measure-drain.ts";
import { repeat } from "../repeat.ts";
import type { Measurement } from "../report/measurement.ts";
import type { DrainCase } from "./drain-case.ts";
import { peerDrains } from "./peer-drains.ts";
import { type Plan, tasksOf } from "./plan.ts";

const worker = (id: string, what: string, tasks: number, options: CeleriacDrain): DrainCase => ({
  id: `drain.${id}`,
  what: `Celeriac, worker: ${what}`,
  tasks,
  contender: () => celeriac(options),
});

const OURS: readonly DrainCase[] = [
  worker("worker.2", "2 processes, results kept", 10_000, { task: "tracked", processes: 2 }),
  worker("worker.1", "1 process, results kept", 10_000, { task: "tracked", processes: 1 }),
  worker("untracked.2", "2 processes, `ignoreResult`", 20_000, { task: "untracked", processes: 2 }),
  worker("untracked.1", "1 process, `ignoreResult`", 20_000, { task: "untracked", processes: 1 }),
  worker("delayed.2", "2 processes, results kept, 5 ms a call", 10_000, {
    ...{ task: "tracked", processes: 2, delayMs: 5 },
  }),
];

const LAMBDA_TASKS = 5000;

/** How fast queues are emptied on the two hosts, and by other systems on the same machine. */
export async function measureDrains(plan: Plan): Promise<readonly Measurement[]> {
  const measured: Measurement[] = [];
  for (const { id, what, tasks, contender } of [...OURS, ...(await peerDrains(plan))]) {
    plan.say(what);
    const run = async () => (await measureDrain(await contender(), tasksOf(plan, tasks))).figures;
    try {
      measured.push(await repeat(plan.repeats, "drain", id, what, run));
    } catch (error) {
      plan.fail("drain", what, error);
    }
  }
  const what = "Celeriac, Lambda: batches of 10, results kept";
  plan.say(what);
  measured.push(
    await repeat(plan.repeats, "drain", "drain.lambda", what, () =>
      measureLambdaDrain(tasksOf(plan, LAMBDA_TASKS)),
    ),
  );
  return measured;
}
