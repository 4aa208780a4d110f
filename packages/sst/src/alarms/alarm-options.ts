import type { Duration } from "@celeriac/core";
import type { AlarmKind, QueueAlarm } from "./alarm-kinds.ts";

/** When an alarm goes off. */
export interface AlarmThresholds {
  /**
   * How long a message may wait while others wait too. @defaultValue twice the queue's visibility timeout, 15 minutes at
   * least, a quarter of its retention at most
   */
  readonly oldestMessage?: Duration;
  /** Receives for each message that is done. @defaultValue 5 */
  readonly receivesPerMessage?: number;
  /** Tasks that fail for good, of a hundred that end. @defaultValue 10 */
  readonly failurePercent?: number;
  /** Messages in flight. @defaultValue 100,000, of the 120,000 that SQS allows */
  readonly inFlight?: number;
  /** Invocations that fail, of a hundred. @defaultValue 5 */
  readonly functionErrorPercent?: number;
  /** So many in five minutes there must be before a share of them is judged. @defaultValue 10 */
  readonly volume?: number;
}

/** Which alarms there are, when they go off, and whom they tell. */
export interface AlarmOptions<Topic = string> {
  /** The ARN of an SNS topic that is told when an alarm goes off, and when it is over. @defaultValue nobody is told */
  readonly topic?: Topic;
  /** Kinds of alarms that are not made. */
  readonly without?: readonly AlarmKind[];
  /** From where on something is wrong. */
  readonly thresholds?: AlarmThresholds;
  /** What is different for one queue, by its name. */
  readonly queues?: Readonly<Record<string, QueueAlarmOptions>>;
}

/** Functions may consume many queues: what is watched of them is not said queue by queue. */
export interface QueueAlarmOptions {
  /** Kinds of alarms that this queue has none of. */
  readonly without?: readonly QueueAlarm[];
  /** From where on something is wrong with this queue. */
  readonly thresholds?: Omit<AlarmThresholds, "functionErrorPercent">;
}
