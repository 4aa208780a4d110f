import type { Way } from "../enqueue/producer.ts";
import { repeat } from "../repeat.ts";
import type { Figures, Measurement } from "../report/measurement.ts";
import { runChild } from "../run-child.ts";
import { startBenchServers } from "../servers/bench-servers.ts";
import { type Plan, tasksOf } from "./plan.ts";

const CHILD = new URL("../enqueue/producer.ts", import.meta.url);

const WAYS: readonly {
  readonly id: string;
  readonly way: Way;
  readonly what: string;
  readonly tasks: number;
}[] = [
  { id: "many", way: "enqueueMany", what: "enqueueMany", tasks: 20_000 },
  {
    id: "raw-tuned",
    way: "raw batches, tuned",
    what: "SDK: SendMessageBatch, 8 at a time, Celeriac's client settings",
    tasks: 20_000,
  },
  {
    id: "raw",
    way: "raw batches",
    what: "SDK: SendMessageBatch, 8 at a time, its default settings",
    tasks: 20_000,
  },
  { id: "single", way: "enqueue", what: "enqueue, 100 at a time", tasks: 5000 },
  {
    id: "raw-single",
    way: "raw singles",
    what: "SDK: SendMessage, 100 at a time, its default settings",
    tasks: 2000,
  },
];

/** How fast one process sends, beside the SDK by itself. */
export async function measureEnqueue(plan: Plan): Promise<readonly Measurement[]> {
  const measured: Measurement[] = [];
  for (const { id, way, what, tasks } of WAYS) {
    plan.say(what);
    const run = async (): Promise<Figures> => {
      const servers = await startBenchServers();
      try {
        return await runChild<Figures>(CHILD, [way, tasksOf(plan, tasks)], servers.environment);
      } finally {
        await servers.stop();
      }
    };
    measured.push(await repeat(plan.repeats, "enqueue", `enqueue.${id}`, what, run));
  }
  return measured;
}
