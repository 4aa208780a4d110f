import { type Duration, parseDuration } from "@celeriac/core";
import type { AlarmKind } from "./alarm-kinds.ts";
import type { AlarmOptions, AlarmThresholds } from "./alarm-options.ts";

/** The thresholds of one queue, or of what is no queue's, with every default but the one that is the queue's own. */
export interface AlarmSettings {
  readonly has: (kind: AlarmKind) => boolean;
  /** `undefined`: as the queue's visibility timeout and retention say. */
  readonly oldestMessageSeconds: number | undefined;
  readonly receivesPerMessage: number;
  readonly failurePercent: number;
  readonly inFlight: number;
  readonly functionErrorPercent: number;
  readonly volume: number;
}

const DEFAULTS = {
  receivesPerMessage: 5,
  failurePercent: 10,
  inFlight: 100_000,
  functionErrorPercent: 5,
  volume: 10,
} as const satisfies AlarmThresholds;

/** What the options say of a queue or, without one, of functions and table. */
export function alarmSettings(options: AlarmOptions<unknown>, queue?: string): AlarmSettings {
  const own = queue === undefined ? undefined : options.queues?.[queue];
  const without: readonly AlarmKind[] = [...(options.without ?? []), ...(own?.without ?? [])];
  const { oldestMessage, ...thresholds } = {
    ...DEFAULTS,
    ...options.thresholds,
    ...own?.thresholds,
  };
  return {
    has: (kind) => !without.includes(kind),
    oldestMessageSeconds: oldestMessage === undefined ? undefined : seconds(oldestMessage),
    ...thresholds,
  };
}

function seconds(duration: Duration): number {
  return Math.ceil(parseDuration(duration, "oldestMessage") / 1000);
}
