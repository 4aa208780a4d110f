import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Workers } from "./contender.ts";
import type { WorkerReport } from "./worker-report.ts";

/** Starts the same worker several times, each in a process of its own that reports by {@link reportFrom}. */
export async function startWorkerPool(
  module: URL,
  processes: number,
  environment: Readonly<Record<string, string>>,
): Promise<Workers> {
  const children = Array.from({ length: processes }, () =>
    fork(module, { env: { PATH: process.env["PATH"] ?? "", ...environment } }),
  );
  const counts = children.map(() => 0);
  for (const [index, child] of children.entries()) {
    child.on("message", (report: WorkerReport) => {
      if (report.kind === "count") counts[index] = report.count;
    });
  }
  await Promise.all(children.map((child) => reported(child, "ready")));
  return {
    pids: children.flatMap(({ pid }) => pid ?? []),
    counts: () => {
      for (const { exitCode, signalCode } of children) {
        if (exitCode !== null || signalCode !== null) {
          throw new Error(`a worker has ended: ${String(exitCode ?? signalCode)}`);
        }
      }
      return counts;
    },
    stop: async () => mergedCalls(await Promise.all(children.map(stopped))),
  };
}

async function stopped(child: ChildProcess): Promise<Readonly<Record<string, number>>> {
  const gone = once(child, "exit");
  child.send("stop");
  const report = await reported(child, "stopped");
  await gone;
  return report.kind === "stopped" ? report.calls : {};
}

function reported(child: ChildProcess, kind: WorkerReport["kind"]): Promise<WorkerReport> {
  return new Promise((resolve, reject) => {
    child.on("message", (report: WorkerReport) => {
      if (report.kind === kind) resolve(report);
    });
    child.once("exit", (code) => reject(new Error(`a worker has ended: ${String(code)}`)));
  });
}

function mergedCalls(
  each: readonly Readonly<Record<string, number>>[],
): ReadonlyMap<string, number> {
  const calls = new Map<string, number>();
  for (const [name, count] of each.flatMap((one) => Object.entries(one))) {
    calls.set(name, (calls.get(name) ?? 0) + count);
  }
  return calls;
}
