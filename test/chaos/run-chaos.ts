import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type AwsPorts, createAwsPorts } from "@celeriac/aws";
import { deadLetterQueueOf, type Resources } from "@celeriac/core";
import { createSeededRandom } from "@celeriac/testing/models";
import { type ConnectedClient, createClient } from "celeriac/client";
import { type EmbeddedAws, startEmbeddedAws } from "celeriac/local";
import { app } from "./app.ts";
import { type FaultPlan, planFaults } from "./fault-plan.ts";
import { type FaultyProxy, startFaultyProxy } from "./faulty-proxy.ts";
import { type ChaosEvent, HISTORY_VARIABLE, readHistory, writeEvent } from "./history.ts";
import { brokenPromises } from "./promises.ts";
import { keepRecordHistory, type RecordHistory } from "./record-history.ts";
import { type ChaosReport, reportOn } from "./report.ts";
import { requestTasks } from "./request-tasks.ts";
import { strikeProcesses } from "./strike-processes.ts";
import { startWorkerFleet, type WorkerFleet } from "./worker-fleet.ts";

const LAMBDA_ENTRY = fileURLToPath(new URL("./hosts/lambda.ts", import.meta.url));
const QUEUES = ["default", "worker"] as const;
const WORKERS = 4;
const GARBAGE = 3;
const LOOK_EVERY_MS = 250;
/** A queue that was seen empty so often in a row is empty. */
const EMPTY_LOOKS = 4;
/** When dead letters are redriven: after so much of the faults. */
const REDRIVE_AT_SHARE = 0.5;
const STOP_GRACE_MS = 10_000;
/** All connections are cut this often while faults strike, ms. */
const CUT_EVERY_MS = 6000;

export interface ChaosOptions {
  readonly seed: number;
  /** How many tasks are asked for; those that tasks ask for come on top. */
  readonly tasks: number;
  /** How long faults strike, ms. */
  readonly lengthMs: number;
  /** How long everything may take to drain once they have ended, ms: the bound of liveness. */
  readonly calmMs: number;
  /** Told the processes that it runs on, once they have started. */
  readonly onStarted?: ((processIds: readonly number[]) => void) | undefined;
}

export interface ChaosResult {
  /** Broken promises. */
  readonly violations: readonly string[];
  readonly report: ChaosReport;
  /** Processes that were part of it. None of them is there any more. */
  readonly processIds: readonly number[];
}

/**
 * Runs tasks on real worker and Lambda processes while faults strike them and the network, then lets everything drain,
 * and checks the promises. The seed decides the faults and the tasks; how the processes interleave is chance.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const plan = planFaults(options);
  const folder = mkdtempSync(join(tmpdir(), "celeriac-chaos-"));
  const path = join(folder, "history.jsonl");
  const site = await setUp(folder, path, plan, options.seed);
  const ids = (): number[] => [
    ...site.aws.processIds(),
    ...site.fleet.alive().map(({ pid }) => pid),
  ];
  try {
    options.onStarted?.(ids());
    const began = performance.now();
    await strike(site, plan, options.lengthMs);
    const calm = performance.now();
    const left = await drain(site, options.calmMs);
    const drained = performance.now();
    const processIds = ids();
    const history = await gather(site);
    const report = reportOn(history, {
      fleet: site.fleet,
      struck: site.proxy.struck,
      lambdaEnds: site.lambdaEnds(),
      strikeMs: calm - began,
      drainMs: drained - calm,
    });
    return { violations: [...brokenPromises(history), ...stuck(left)], report, processIds };
  } finally {
    await tearDown(site);
    rmSync(folder, { recursive: true });
  }
}

/** Liveness: with the last fault gone everything comes to its end within the bound. */
function stuck(messages: number): readonly string[] {
  if (messages === 0) return [];
  return [`G1: ${messages} messages never came to an end`];
}

/** Everything of one run. */
export interface ChaosSite {
  readonly path: string;
  readonly aws: EmbeddedAws;
  readonly proxy: FaultyProxy;
  readonly fleet: WorkerFleet;
  readonly records: RecordHistory;
  /** Behind the proxy, as the processes under test. */
  readonly client: ConnectedClient;
  /** Straight to AWS, for what only the test does. */
  readonly direct: ConnectedClient;
  readonly ports: AwsPorts;
  /** The execution environments of the functions. */
  lambdaProcesses(): readonly number[];
  /** How invocations ended that did not end well, and how often. */
  lambdaEnds(): ReadonlyMap<string, number>;
}

async function setUp(
  folder: string,
  path: string,
  plan: FaultPlan,
  seed: number,
): Promise<ChaosSite> {
  const resourcesFile = join(folder, "resources.json");
  const common = { [HISTORY_VARIABLE]: path };
  const lambdaEnds = new Map<string, number>();
  const aws = await startEmbeddedAws(app, {
    functions: {
      default: {
        entry: LAMBDA_ENTRY,
        environment: { ...common, CHAOS_RESOURCES_FILE: resourcesFile },
      },
    },
    onLog: ({ line }) => countEnd(lambdaEnds, line),
  });
  const infrastructure = new Set(aws.processIds());
  const records = await keepRecordHistory(aws.resources);
  const proxy = await startFaultyProxy(
    aws.resources.endpoints ?? {},
    createSeededRandom(seed * 31 + 5),
  );
  const resources: Resources = { ...aws.resources, endpoints: proxy.endpoints };
  writeFileSync(resourcesFile, JSON.stringify(resources));
  const fleet = startWorkerFleet({
    size: WORKERS,
    environment: {
      ...aws.environment,
      ...common,
      CELERIAC_RESOURCES: JSON.stringify(resources),
      CELERIAC_LOG_LEVEL: "silent",
      NODE_COMPILE_CACHE: join(folder, "compiled"),
    },
    clockShiftMs: (started) => plan.clockShiftsMs[started] ?? 0,
    onLine: () => undefined,
  });
  return {
    path,
    aws,
    proxy,
    fleet,
    records,
    client: createClient(app, { resources }),
    direct: createClient(app, { resources: aws.resources }),
    ports: createAwsPorts(aws.resources),
    lambdaProcesses: () => aws.processIds().filter((pid) => !infrastructure.has(pid)),
    lambdaEnds: () => lambdaEnds,
  };
}

const LAMBDA_ENDS: readonly (readonly [RegExp, string])[] = [
  [/Task timed out/, "timeout"],
  [/signal: SIGKILL/, "SIGKILL"],
  [/signal: SIGTERM/, "SIGTERM"],
  [/signal: SIGABRT|heap out of memory/, "out of memory"],
  [/exit status/, "exit"],
];

function countEnd(ends: Map<string, number>, line: string): void {
  const end = LAMBDA_ENDS.find(([pattern]) => pattern.test(line))?.[1];
  if (end !== undefined) ends.set(end, (ends.get(end) ?? 0) + 1);
}

/** The phase of faults: tasks are asked for all along. */
async function strike(site: ChaosSite, plan: FaultPlan, lengthMs: number): Promise<void> {
  const cutting = setInterval(() => site.proxy.cutAll(), CUT_EVERY_MS);
  const windows = plan.network.map(async ({ atMs, untilMs, ...fault }) => {
    await sleep(atMs);
    const end = site.proxy.add(fault);
    await sleep(untilMs - atMs);
    end();
  });
  const requests = requestTasks(site, plan.tasks);
  const struck = strikeProcesses(site, plan.processes);
  const redriven = redriveAt(site, lengthMs * REDRIVE_AT_SHARE);
  await Promise.all([...windows, struck, redriven, sleep(lengthMs)]);
  clearInterval(cutting);
  site.fleet.resumeAll();
  await requests;
}

/** In the midst of all a person redrives every dead letter: the failed run again, as a new generation. */
async function redriveAt(site: ChaosSite, atMs: number): Promise<void> {
  await sleep(atMs);
  for (const queue of QUEUES) await site.direct.deadLetters(queue).redrive();
}

/** The calm: nothing fails any more, and everything must come to its end. Answers how many messages were left. */
async function drain(site: ChaosSite, calmMs: number): Promise<number> {
  for (const queue of QUEUES) {
    for (let n = 0; n < GARBAGE; n += 1) {
      const sent = await site.ports.sender.send(queue, { body: `{"v":1,"garbage":${n}` });
      if (!sent.ok) throw sent.error;
      writeEvent(site.path, { kind: "garbage", queue });
    }
  }
  const ends = performance.now() + calmMs;
  let emptyLooks = 0;
  while (emptyLooks < EMPTY_LOOKS) {
    const left = await messagesLeft(site.ports);
    emptyLooks = left === 0 ? emptyLooks + 1 : 0;
    if (performance.now() > ends) return left;
    await sleep(LOOK_EVERY_MS);
  }
  return 0;
}

async function messagesLeft(ports: AwsPorts): Promise<number> {
  const depths = await Promise.all(QUEUES.map((queue) => ports.queueDepth(queue)));
  const dead = await Promise.all(QUEUES.map((queue) => ports.queueDepth(deadLetterQueueOf(queue))));
  const left = depths.map(({ visible, inFlight, delayed }) => visible + inFlight + delayed);
  // Whoever looks at dead letters hides them from others meanwhile.
  const hidden = dead.map(({ inFlight }) => inFlight);
  return [...left, ...hidden].reduce((sum, each) => sum + each, 0);
}

/** Puts together what processes wrote, what the table took, and what lies in the dead-letter queues. */
async function gather(site: ChaosSite): Promise<ChaosEvent[]> {
  const records = await site.records.read();
  const letters = await Promise.all(
    QUEUES.map(async (queue) => {
      const found = await site.direct.deadLetters(queue).list({ limit: 10_000 });
      return found.map(
        ({ taskId, reason }): ChaosEvent => ({ kind: "dead-letter", queue, taskId, reason }),
      );
    }),
  );
  return [
    ...readHistory(site.path),
    ...records.map((record): ChaosEvent => ({ kind: "record", record })),
    ...letters.flat(),
  ];
}

async function tearDown(site: ChaosSite): Promise<void> {
  await site.fleet.stop(STOP_GRACE_MS);
  await site.client.close();
  await site.direct.close();
  await site.ports.close();
  await site.aws.stop();
  await site.proxy.close();
}
