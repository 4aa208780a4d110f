import { digest } from "./digest.ts";

/**
 * What the component makes for each queue. None begins like another, and no {@link SharedPart} begins like one of them:
 * so a name can be taken apart in one way only.
 */
export type QueuePart =
  | "Queue"
  | "DeadLetters"
  | "Consumer"
  | "Worker"
  | "Scaling"
  | "Alarm"
  | "Log";

/** What the component makes once. */
export type SharedPart =
  | "Table"
  | "Bucket"
  | "Schedules"
  | "SchedulerRole"
  | "Cluster"
  | "Network"
  | "Dashboard"
  | "Function";

/** Names of resources in Pulumi's state, and the beginnings of the physical names that SST makes of them. */
export interface LogicalNames {
  /** The name of what there is once, as `TasksTable`. */
  shared(part: SharedPart): string;
  /**
   * The name of a queue's part, as `TasksQueueVideo`; of one of several, as `TasksAlarmOldestMessageVideo`. A part's
   * details must not begin with one another.
   */
  queue(part: QueuePart, queue: string, detail?: string): string;
  /** The name of an alarm of what there is once. */
  sharedAlarm(kind: string): string;
  /** The name of a recurring schedule. */
  schedule(schedule: string): string;
}

/**
 * Names of letters and digits alone, each beginning with the component's, as SST demands of a component's children.
 *
 * - Two queues, parts or schedules never share a name, not even when case is ignored or all but letters and digits is
 *   taken out: SST does both to make physical names.
 * - A queue's name stays when others come or go.
 * - Short: with a component's name of up to 12 characters, SST's suffixes added, they fit into the 54 characters that
 *   SST keeps of a name where AWS takes 64 (naming.ts of SST 4.17: `physicalName`), so that nothing is cut off them.
 */
export function logicalNames(component: string): LogicalNames {
  return {
    shared: (part) => `${component}${part}`,
    queue: (part, queue, detail = "") =>
      `${component}${part}${pascalCase(detail)}${plainName(queue)}`,
    sharedAlarm: (kind) => `${component}SharedAlarm${pascalCase(kind)}`,
    schedule: (schedule) => `${component}Recurring${plainName(schedule)}`,
  };
}

/** A name that needs no digest: it reads the same without its case, and no other name's digest can look like its end. */
const PLAIN = /^(?![a-z0-9]*[0-9a-f]{10}$)[a-z0-9]{1,22}$/;
const HEAD_LENGTH = 12;
const DIGEST_LENGTH = 10;

function plainName(name: string): string {
  if (PLAIN.test(name)) return pascalCase(name);
  return `${pascalCase(name).slice(0, HEAD_LENGTH)}${digest(name, DIGEST_LENGTH)}`;
}

function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
