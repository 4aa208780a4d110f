import { runSoak } from "../../chaos/soak/run-soak.ts";
import type { Measurement } from "../report/measurement.ts";
import { spreadOf } from "../report/spread.ts";
import { type Plan, tasksOf } from "./plan.ts";

const TASKS = 100_000;
const MB = 1_048_576;

/** The memory of one worker over a long run of mixed tasks: the soak, which `npm run soak` shows in full. */
export async function measureMemory(plan: Plan): Promise<readonly Measurement[]> {
  plan.say("a long run");
  const tasks = tasksOf(plan, TASKS);
  const { samples, slopeKbPerThousand, tasksPerSecond } = await runSoak(tasks);
  const last = samples.at(-1);
  return [
    {
      section: "memory",
      id: "memory.worker",
      what: `${tasks.toLocaleString("en")} tasks: recorded, not recorded, failing first, telling progress`,
      figures: {
        "KB/1,000 tasks": spreadOf([slopeKbPerThousand]),
        "heap MB": spreadOf([(last?.heapUsed ?? 0) / MB]),
        "RSS MB": spreadOf([(last?.rss ?? 0) / MB]),
        "tasks/s": spreadOf([tasksPerSecond]),
      },
    },
  ];
}
