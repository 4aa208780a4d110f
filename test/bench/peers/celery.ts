import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Contender, Workers } from "../drain/contender.ts";
import { startBenchServers } from "../servers/bench-servers.ts";
import { PYTHON } from "./install-peers.ts";
import { startRedis } from "./redis-server.ts";
import { makeResultTable } from "./result-table.ts";

const run = promisify(execFile);
const SOURCES = fileURLToPath(new URL("./celery/", import.meta.url));

const MOST_FILL_MS = 120_000;

/** How its workers run tasks: those of the measured ways that were fastest on SQS, and on Redis. */
export interface CeleryPool {
  readonly pool: "solo" | "threads";
  readonly processes: number;
  /** Tasks of one process at a time. */
  readonly concurrency: number;
  /** `worker_prefetch_multiplier`. */
  readonly prefetch: number;
}

/** Celery on a durable Redis. */
export async function celeryOnRedis(pool: CeleryPool): Promise<Contender> {
  const redis = await startRedis();
  const at = `redis://127.0.0.1:${redis.port}`;
  return celery(pool, { broker: `${at}/0`, backend: `${at}/1` }, [redis.pid], () => redis.stop());
}

/** Celery on the same SQS and the same DynamoDB as Celeriac. */
export async function celeryOnAws(pool: CeleryPool, delayMs: number): Promise<Contender> {
  const servers = await startBenchServers({ delayMs });
  const { sqs, dynamodb } = servers.endpoints;
  await makeResultTable(dynamodb);
  const urls = {
    broker: `sqs://x:x@${new URL(sqs).host}//`,
    backend: `dynamodb://x:x@${new URL(dynamodb).host}/celery`,
  };
  return celery(pool, urls, servers.pids, () => servers.stop());
}

async function celery(
  pool: CeleryPool,
  urls: { readonly broker: string; readonly backend: string },
  serverPids: readonly number[],
  stopServers: () => Promise<void>,
): Promise<Contender> {
  const counts = await mkdtemp(join(tmpdir(), "celeriac-bench-"));
  const environment = {
    PATH: process.env["PATH"] ?? "",
    BENCH_BROKER: urls.broker,
    BENCH_BACKEND: urls.backend,
    BENCH_PREFETCH: String(pool.prefetch),
    BENCH_COUNTS: counts,
    PYTHONPATH: SOURCES,
    PYTHONWARNINGS: "ignore",
    AWS_ACCESS_KEY_ID: "x",
    AWS_SECRET_ACCESS_KEY: "x",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    PYTHONDONTWRITEBYTECODE: "1",
  };
  const options = { cwd: counts, env: environment };
  let workers: readonly ChildProcess[] = [];
  return {
    serverPids,
    fill: async (tasks) => {
      const timeout = MOST_FILL_MS;
      await run(PYTHON, [join(SOURCES, "fill.py"), String(tasks)], { ...options, timeout });
    },
    start: async () => {
      workers = Array.from({ length: pool.processes }, (_none, n) =>
        spawn(PYTHON, [...commandOf(pool), "-n", `w${n}@bench`], { ...options, stdio: "ignore" }),
      );
      return workersOf(workers, counts);
    },
    stop: async () => {
      await Promise.all(workers.map(killed));
      await stopServers();
      await rm(counts, { recursive: true, force: true });
    },
  };
}

function commandOf({ pool, concurrency }: CeleryPool): readonly string[] {
  return [
    ...["-m", "celery", "-A", "bench_app", "worker", "--pool", pool, "-c", String(concurrency)],
    ...["-l", "ERROR", "--without-gossip", "--without-mingle", "--without-heartbeat"],
  ];
}

function workersOf(workers: readonly ChildProcess[], counts: string): Workers {
  return {
    pids: workers.flatMap(({ pid }) => pid ?? []),
    counts: () => {
      if (workers.some(({ exitCode }) => exitCode !== null)) {
        throw new Error("a worker of Celery has ended");
      }
      const told = readdirSync(counts).map((name) => countIn(join(counts, name)));
      // A worker that has done nothing has no file.
      return workers.map((_none, n) => told[n] ?? 0);
    },
    stop: async () => new Map(),
  };
}

function countIn(file: string): number {
  const bytes = readFileSync(file);
  return bytes.length < 8 ? 0 : Number(bytes.readBigUInt64LE());
}

async function killed(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const gone = once(worker, "exit");
  worker.kill("SIGKILL");
  await gone;
}
