import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createAwsPorts } from "@celeriac/aws";
import { createChildKeeper } from "@celeriac/local";
import { createClient } from "celeriac/client";
import { startEmbeddedAws } from "celeriac/local";
import { app, failingFirst, recorded, taskOf, telling, unrecorded } from "./soak-app.ts";

const WORKER = fileURLToPath(new URL("./soak-worker.ts", import.meta.url));
/** As many measurements in a run, whatever its length. */
const SAMPLES = 50;
/** Of the measurements these are left out: code is compiled, connections are opened, pools grow to their size. */
const WARM_UP_SHARE = 0.3;
/** Requests are sent in such parts, while fewer than that many wait. */
const PART = 1000;
const MOST_WAITING = 3000;
const LOOK_EVERY_MS = 100;

/** What a flat line may rise, KB for each 1,000 tasks: less than a worker that remembers the id of each task. */
export const MOST_KB_PER_THOUSAND = 50;

/** The memory of the worker after a full collection, bytes; `done`: how many tasks it had run by then. */
export interface SoakSample {
  readonly done: number;
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
}

export interface SoakResult {
  readonly samples: readonly SoakSample[];
  /** How much the heap (with what lies outside of it) grows for each 1,000 tasks, KB: a line through the samples. */
  readonly slopeKbPerThousand: number;
  readonly tasksPerSecond: number;
  /** How the worker ended when it was told to. */
  readonly exit: number | NodeJS.Signals | null;
}

/** Has one worker process run so many tasks and watches its memory. */
export async function runSoak(tasks: number): Promise<SoakResult> {
  const keeper = createChildKeeper();
  const aws = await startEmbeddedAws(app);
  const client = createClient(app, { resources: aws.resources });
  const ports = createAwsPorts(aws.resources);
  const samples: SoakSample[] = [];
  try {
    const worker = keeper.start({
      command: process.execPath,
      arguments: ["--expose-gc", WORKER],
      environment: {
        PATH: process.env["PATH"] ?? "",
        ...aws.environment,
        CELERIAC_LOG_LEVEL: "silent",
        SOAK_SAMPLE_EVERY: String(Math.floor(tasks / SAMPLES)),
      },
      onLine: (line) => samples.push(JSON.parse(line) as SoakSample),
    });
    const began = performance.now();
    const waiting = async (): Promise<number> => {
      const { visible, inFlight, delayed } = await ports.queueDepth("default");
      return visible + inFlight + delayed;
    };
    for (let from = 0; from < tasks; from += PART) {
      while ((await waiting()) > MOST_WAITING) await sleep(LOOK_EVERY_MS);
      await request(client, from, Math.min(tasks, from + PART));
    }
    while ((await waiting()) > 0) await sleep(LOOK_EVERY_MS);
    const ms = performance.now() - began;
    worker.kill("SIGTERM");
    const { code, signal } = await worker.exited;
    return {
      samples,
      slopeKbPerThousand: slopeOf(samples.slice(Math.floor(SAMPLES * WARM_UP_SHARE))),
      tasksPerSecond: Math.round((tasks / ms) * 1000),
      exit: signal ?? code,
    };
  } finally {
    await client.close();
    await ports.close();
    await keeper.stop();
    await aws.stop();
  }
}

async function request(
  client: ReturnType<typeof createClient>,
  from: number,
  to: number,
): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_none, n) => from + n);
  for (const task of [recorded, unrecorded, failingFirst, telling]) {
    const inputs = numbers.filter((n) => taskOf(n) === task).map((n) => ({ n }));
    for (const outcome of await client.enqueueMany(task, inputs)) {
      if (!outcome.ok) throw outcome.error;
    }
  }
}

const KB = 1024;

/** The slope of the line that lies closest to the samples (least squares), KB for each 1,000 tasks. */
export function slopeOf(samples: readonly SoakSample[]): number {
  const points = samples.map(({ done, heapUsed, external }) => ({
    x: done / 1000,
    y: (heapUsed + external) / KB,
  }));
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const together = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return together / spread;
}
