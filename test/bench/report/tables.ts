import type { BenchReport } from "./bench-report.ts";
import { shown, standings } from "./goals.ts";
import type { Figure, Section } from "./measurement.ts";
import type { Spread } from "./spread.ts";

/** The columns of each section's table. */
const COLUMNS: Readonly<Record<Section, readonly Figure[]>> = {
  process: ["tasks/s", "us CPU/task"],
  enqueue: ["tasks/s", "us CPU/task"],
  drain: ["tasks/s", "us CPU/task", "server cores", "outside cores"],
  latency: ["p50 ms", "p95 ms", "p99 ms"],
  calls: ["SQS calls/task", "DynamoDB calls/task", "write units/task"],
  bundle: ["KB gzipped", "import ms"],
  memory: ["KB/1,000 tasks", "heap MB", "RSS MB", "tasks/s"],
};

/** The table of one section, in Markdown: medians, and the least and most where runs differ. */
export function sectionTable(report: BenchReport, section: Section): string {
  const columns = COLUMNS[section];
  const rows = report.measurements
    .filter((measurement) => measurement.section === section)
    .map(({ what, figures }) => [what, ...columns.map((column) => cell(figures[column]))]);
  const missing = report.skipped
    .filter((each) => each.section === section)
    .map(({ what, why }) => [`${what}: not measured, ${why}`, ...columns.map(() => "")]);
  return markdown(["", ...columns], [...rows, ...missing]);
}

/** Where a run stands against the goals, in Markdown. */
export function goalsTable(report: BenchReport): string {
  const word = (reached: boolean | undefined): string =>
    reached === undefined ? "-" : reached ? "yes" : "**no**";
  return markdown(
    ["goal", "measured", "reached"],
    standings(report).map(({ goal, measured, reached }) => [goal, measured, word(reached)]),
  );
}

/** On what, when and how often it was measured. */
export function machineLine({ date, machine, runs }: BenchReport): string {
  const { cores, processor, memoryGb, node, platform } = machine;
  return `${date.slice(0, 10)}, ${cores} cores (${processor}), ${memoryGb} GB, ${platform}, Node ${node}; medians of ${runs} runs (least to most).`;
}

function cell(spread: Spread | undefined): string {
  if (spread === undefined) return "";
  const { median, min, max } = spread;
  return shown(min) === shown(max)
    ? shown(median)
    : `${shown(median)} (${shown(min)}–${shown(max)})`;
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(head),
    line(head.map((_, index) => (index === 0 ? "---" : "---:"))),
    ...rows.map(line),
  ].join("\n");
}
