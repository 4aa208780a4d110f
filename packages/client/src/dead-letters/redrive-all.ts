import { CeleriacError, type MessageMover, type MoveProgress, show } from "@celeriac/core";
import { asError } from "../enqueue/store-task.ts";
import { redriveDeadLetters } from "./redrive.ts";
import type { DeadLetterSite } from "./select.ts";

export interface RedriveAllOptions {
  /** At most so many a second, a whole number from 1 to 500. @defaultValue as fast as SQS likes */
  readonly perSecond?: number | undefined;
}

/** How the redrive of a whole dead-letter queue is doing; approximate where SQS does it. */
export type RedriveProgress = Omit<MoveProgress, "to">;

/** The redrive of a whole dead-letter queue, under way. */
export interface WholeRedrive {
  /**
   * `move`: SQS does it, also when this process ends. `letters`: this SQS knows no moves, as most emulators, so that this
   * process does it letter by letter, as long as it lives.
   */
  readonly way: "move" | "letters";
  /** @throws {CeleriacError} when SQS could not be asked. */
  progress(): Promise<RedriveProgress>;
  /** Ends it; what was sent stays sent. @throws {CeleriacError} when SQS could not be asked. */
  cancel(): Promise<void>;
  /** Resolves with the last progress once it has ended. @throws {CeleriacError} when SQS could not be asked. */
  ended(): Promise<RedriveProgress>;
}

const MOST_PER_SECOND = 500;
const ASK_EVERY_MS = 1000;

/**
 * Redrives everything, without a look at it: by SQS itself where it can. A move that runs already, to the same queue, is
 * followed and not started again: so a start whose answer was lost is simply repeated.
 * @throws {CeleriacError}
 */
export async function redriveAll(
  site: DeadLetterSite,
  { perSecond }: RedriveAllOptions,
): Promise<WholeRedrive> {
  const { mover } = site.ports;
  if (mover === undefined || !(await startMove(site, mover, perSecond))) {
    return byLetters(site, perSecond);
  }
  const progress = async (): Promise<RedriveProgress> => {
    const answer = await mover.newest(site.queue);
    // Just started, and not yet to be seen.
    if (answer.kind !== "move") return NOTHING_YET;
    const { to: _to, ...told } = answer.progress;
    return told;
  };
  return {
    way: "move",
    progress,
    cancel: () => mover.cancel(site.queue),
    ended: async () => {
      for (;;) {
        const told = await progress();
        if (told.state !== "running" && told.state !== "cancelling") return told;
        await site.ports.clock.sleep(ASK_EVERY_MS);
      }
    },
  };
}

const NOTHING_YET: RedriveProgress = {
  state: "running",
  moved: 0,
  toMove: undefined,
  failure: undefined,
};

/** `false`: this SQS knows no moves. */
async function startMove(
  { queue, source }: DeadLetterSite,
  mover: MessageMover,
  perSecond: number | undefined,
): Promise<boolean> {
  const answer = await mover.newest(queue);
  if (answer.kind === "unsupported") return false;
  const running = answer.kind === "move" && answer.progress.state === "running";
  if (running && answer.progress.to === source) return true;
  return (await mover.start(queue, source, perSecond)) === "started";
}

/** To the same end as a move: what has ended goes, what is no envelope is sent as it is. */
function byLetters(site: DeadLetterSite, perSecond: number | undefined): WholeRedrive {
  const ending = new AbortController();
  const { signal } = ending;
  let moved = 0;
  let told: RedriveProgress = NOTHING_YET;
  const options = { perSecond, signal, includeUndecodable: true, purgeFinished: true };
  const work = redriveDeadLetters(site, options, (item) => {
    if (item.removed) moved += 1;
  }).then(
    () => {
      told = { ...told, state: signal.aborted ? "cancelled" : "completed" };
    },
    (cause: unknown) => {
      told = { ...told, state: "failed", failure: asError(cause).message };
    },
  );
  const progress = (): RedriveProgress => ({ ...told, moved });
  return {
    way: "letters",
    progress: async () => progress(),
    cancel: async () => ending.abort(),
    ended: async () => {
      await work;
      return progress();
    },
  };
}

/** @throws {CeleriacError} `invalid-options` */
export function checkMoveRate(perSecond: unknown): void {
  if (perSecond === undefined) return;
  if (Number.isInteger(perSecond) && Number(perSecond) >= 1 && Number(perSecond) <= MOST_PER_SECOND)
    return;
  throw new CeleriacError(
    "invalid-options",
    `perSecond is ${show(perSecond)}: expected a whole number from 1 to ${MOST_PER_SECOND}, or nothing for no limit`,
    { details: { option: "perSecond" } },
  );
}
