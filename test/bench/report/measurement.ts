import type { Spread } from "./spread.ts";

/** The parts of the bench, as they are named on the command line. */
export const SECTIONS = [
  "process",
  "enqueue",
  "drain",
  "latency",
  "calls",
  "bundle",
  "memory",
] as const;

export type Section = (typeof SECTIONS)[number];

/** What is measured, each name with its unit. */
export type Figure =
  | "tasks/s"
  /** CPU of the processes that run tasks, or send them, for each task. */
  | "us CPU/task"
  | "server cores"
  | "outside cores"
  | "p50 ms"
  | "p95 ms"
  | "p99 ms"
  | "SQS calls/task"
  | "DynamoDB calls/task"
  | "write units/task"
  | "KB gzipped"
  | "import ms"
  | "KB/1,000 tasks"
  | "heap MB"
  | "RSS MB";

export type Figures = Readonly<Partial<Record<Figure, number>>>;

/** One thing measured, several times. */
export interface Measurement {
  readonly section: Section;
  /** What no other has: "drain.worker.tracked.2". */
  readonly id: string;
  readonly what: string;
  readonly figures: Readonly<Partial<Record<Figure, Spread>>>;
}

/** What was asked for and could not be measured here. */
export interface Skipped {
  readonly section: Section;
  readonly what: string;
  readonly why: string;
}
