import { type CommandRun, type CommandWorld, type OpenedApp, runCommand } from "@celeriac/cli";
import {
  type App,
  CeleriacError,
  crontab,
  defineApp,
  defineTask,
  fargate,
  handle,
  lambda,
  type Resources,
} from "@celeriac/core";
import { createMemoryApp, type MemoryApp } from "@celeriac/testing/models";
import { z } from "zod";

export const pay = defineTask({
  name: "pay",
  input: z.object({ sum: z.number(), card: z.string().optional() }),
  output: z.object({ paid: z.number() }),
  retry: { maxRetries: 1, backoff: "10s", jitter: "none" },
  redact: ["card"],
});
const ping = defineTask({ name: "ping" });
const log = defineTask({ name: "log", ignoreResult: true });
const film = defineTask({
  name: "film.cut",
  queue: "studio",
  timeLimit: "15m",
  softTimeLimit: "14m",
  retry: { maxRetries: 0 },
  idempotency: { key: () => "k", window: "1d" },
});

/** A shop: `pay` fails for a negative sum. */
export const shop: App = defineApp({
  name: "shop",
  tasks: [pay, ping, log, film],
  queues: { default: lambda(), studio: fargate() },
  searchableTags: ["customer"],
  schedules: { hourly: { task: ping, schedule: crontab("0 * * * *") } },
});

/** A shop that runs in memory, and the command that works on it. */
export interface RunningShop {
  readonly memory: MemoryApp;
  run(words: string | readonly string[], world?: CommandWorld): Promise<CommandRun>;
  /** How often SQS was asked to purge each queue. */
  readonly purges: readonly string[];
  /** What commands work with. */
  opened(): OpenedApp;
}

/** Opens the shop. Words that are one text are cut at its spaces. */
export function openShop(app: App = shop): RunningShop {
  const handlers = [
    handle(pay, ({ sum }) => {
      if (sum < 0) throw new RangeError(`cannot pay ${sum}`, { cause: new Error("no money") });
      return { paid: sum };
    }),
    handle(ping, () => "pong"),
    handle(log, () => undefined),
    handle(film, () => undefined),
  ];
  const memory = createMemoryApp(app, handlers);
  const purges: string[] = [];
  const opened = (): OpenedApp => ({
    client: memory.client,
    queues: {
      depth: async (queue) => memory.queues.depth(queue),
      oldestAge: async () => ({ kind: "unknown", why: "nobody keeps ages in memory" }),
      purge: async (queue) => {
        if (purges.includes(queue)) return "too-soon";
        purges.push(queue);
        memory.queues.purge(queue);
        return "purged";
      },
    },
    close: async () => undefined,
  });
  return {
    memory,
    purges,
    opened,
    run: (words, world = {}) =>
      runCommand(withApp(typeof words === "string" ? words.split(" ") : words), {
        app,
        // Time goes on where the command waits.
        clock: { ...memory.clock, sleep: (ms) => memory.advance(`${ms}ms`) },
        findResources: () => resourcesOf(app),
        openApp: opened,
        ...world,
      }),
  };
}

/** The module is named, as a user would, and answered by the run. */
function withApp(words: readonly string[]): readonly string[] {
  const at = words[0] === "dlq" ? 2 : 1;
  return [...words.slice(0, at), "--app", import.meta.filename, ...words.slice(at)];
}

/** Resources that hold every queue of an app. */
export function resourcesOf({ name, queues }: App): Resources {
  const location = { url: "https://sqs.test/q", arn: "arn:aws:sqs:eu-central-1:1:q" };
  const names = [...queues.keys()].flatMap((queue) => [queue, `${queue}-dlq`]);
  return {
    app: name,
    region: "eu-central-1",
    queues: Object.fromEntries(names.map((queue) => [queue, location])),
    table: "t",
    bucket: "b",
    schedules: { group: "g", roleArn: "r" },
  };
}

/** Pays a sum that cannot be paid, until it is a dead letter; answers the task's id. */
export async function buryPayment(
  { memory }: RunningShop,
  taskId: string,
  sum = -1,
): Promise<string> {
  await memory.client.enqueue(pay, { sum, card: "4929" }, { taskId });
  await memory.advance("1m");
  const letters = memory.deadLetters("default");
  if (!letters.some((letter) => letter.taskId === taskId)) {
    throw new CeleriacError("refused", `${taskId} is no dead letter`);
  }
  return taskId;
}
