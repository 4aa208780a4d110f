import type { CostReport } from "./cost-report.ts";

/** What the numbers rest on, in words. */
export function workloadText({ workload }: CostReport): string {
  const { runTimeMs, cpuTimeMs, payloadBytes, resultBytes, retries, tags, farEta } = workload;
  const computes =
    cpuTimeMs === 0 ? "waiting all the while" : `${duration(cpuTimeMs)} of it computing`;
  return [
    "List prices of us-east-1, without free tiers. Each task runs ",
    `${duration(runTimeMs)}, ${computes}; input ${size(payloadBytes)}, result ${size(resultBytes)}`,
    retries === 0 ? ", no retries" : `, ${retries} retries a task`,
    tags === 0 ? "" : `, ${tags} searchable ${tags === 1 ? "tag" : "tags"}`,
    farEta ? ", to start more than 15 minutes later" : "",
    ".",
  ].join("");
}

/** In the largest unit that says it in few digits. */
function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds} ms`;
  const seconds = milliseconds / 1000;
  return seconds < 120 ? `${round(seconds)} s` : `${round(seconds / 60)} min`;
}

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${round(kilobytes)} KB` : `${round(kilobytes / 1024)} MB`;
}

function round(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 1 });
}
