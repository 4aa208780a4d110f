import type { OneShotSchedule } from "@celeriac/core";
import type { DeliveryResult } from "@celeriac/engine";
import type { HistoryEntry } from "../simulation/history.ts";
import type { VirtualClock } from "../virtual-clock.ts";

/** What happened in a test app: what AWS saw, and what only the test app knows. */
export type Happening =
  | HistoryEntry
  /** A schedule was made for a far eta. */
  | { readonly kind: "scheduled"; readonly schedule: OneShotSchedule }
  /** A handler began, returned or threw. */
  | { readonly kind: "began"; readonly taskId: string; readonly attempt: number }
  | { readonly kind: "ended"; readonly taskId: string; readonly value: unknown }
  | { readonly kind: "threw"; readonly taskId: string; readonly error: unknown }
  /** A delivery is over. */
  | {
      readonly kind: "delivered";
      readonly taskId: string | undefined;
      readonly result: DeliveryResult;
    }
  /** A fault that was asked for has struck. */
  | { readonly kind: "fault"; readonly taskId: string | undefined; readonly text: string };

/** Something that happened, and when: epoch ms, virtual. */
export interface Moment {
  readonly at: number;
  readonly what: Happening;
}

/** Everything that happened so far, in order. */
export interface Timeline {
  /** When it began, epoch ms. */
  readonly beganAt: number;
  readonly moments: readonly Moment[];
  add(what: Happening): void;
}

/** Starts a timeline by a clock. */
export function createTimeline(clock: Pick<VirtualClock, "now">): Timeline {
  const moments: Moment[] = [];
  return {
    beganAt: clock.now(),
    moments,
    add: (what) => {
      moments.push({ at: clock.now(), what });
    },
  };
}
