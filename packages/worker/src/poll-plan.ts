/** SQS answers a receive with at most this many messages. */
const MOST_PER_POLL = 10;

/** What the next poll depends on. */
export interface PollSituation {
  /** Slots of the queue. */
  readonly slots: number;
  /** Slots that neither run a task nor are kept for a poll under way. */
  readonly free: number;
  readonly running: number;
  readonly polls: number;
  /** How many polls may be under way. */
  readonly width: number;
  /** Enough time was given to slots that are about to become free. */
  readonly gathered: boolean;
}

export type PollPlan =
  | { readonly kind: "poll"; readonly max: number }
  /** Wait a moment for more slots to become free: a call for one message costs as much as a call for ten. */
  | { readonly kind: "gather" }
  | { readonly kind: "none" };

/** Decides whether to receive now. Never asks for more than can be started at once. */
export function planPoll(situation: PollSituation): PollPlan {
  const { slots, free, running, polls, width, gathered } = situation;
  if (free < 1 || polls >= width) return { kind: "none" };
  // Half of the slots, so that the other half works while these are being filled.
  const worthACall = Math.min(MOST_PER_POLL, Math.ceil(slots / 2));
  if (free < worthACall && running > 0 && !gathered) return { kind: "gather" };
  return { kind: "poll", max: Math.min(MOST_PER_POLL, free) };
}

/**
 * How many polls may be under way after one was answered: another one for each that came back full, back to a single
 * one as soon as one finds the queue empty. So an idle queue costs one long poll, and a full one is not held to ten
 * messages per round trip.
 */
export function nextWidth(width: number, asked: number, received: number, widest: number): number {
  if (received === 0) return 1;
  return received >= asked ? Math.min(width + 1, widest) : width;
}

/** The widest that a queue of so many slots needs. */
export function widestFor(slots: number, limit: number): number {
  return Math.min(limit, Math.ceil(slots / MOST_PER_POLL));
}
