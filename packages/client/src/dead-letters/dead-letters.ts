import { type App, CeleriacError, deadLetterQueueOf, show } from "@celeriac/core";
import type { ClientPorts } from "../client-ports.ts";
import { checkKnownOptions } from "../known-options.ts";
import { knownQueue } from "../known-queue.ts";
import { readingArguments } from "../reading-arguments.ts";
import { type DeadLetter, describeDeadLetter } from "./dead-letter.ts";
import { checkFilter, checkList, FILTER_OPTIONS } from "./letter-filter.ts";
import { checkRate } from "./pacer.ts";
import { type Redriven, type RedriveOptions, redriveDeadLetters } from "./redrive.ts";
import {
  checkMoveRate,
  type RedriveAllOptions,
  redriveAll,
  type WholeRedrive,
} from "./redrive-all.ts";
import { type DeadLetterSelection, handleSelected } from "./select.ts";

/** The dead-letter queue of one queue. SQS has no index: every call receives messages until it has found enough. */
export interface DeadLetters {
  /**
   * Shows what lies there, in no order, 100 of them unless told otherwise. The messages are hidden from others
   * meanwhile, for a minute at most.
   * @throws {CeleriacError} when the queue could not be asked.
   */
  list(selection?: DeadLetterSelection): Promise<DeadLetter[]>;
  /**
   * Sends dead letters to the queue again, as a new generation where the task has failed, without their eta and expiry,
   * and removes them once that is stored. A task that has ended well, or was revoked, stays as it is.
   * Says for each message what became of it.
   * @throws {CeleriacError} when the queue could not be asked; `details.items` then holds what was done before.
   */
  redrive(options?: RedriveOptions): Promise<Redriven[]>;
  /**
   * Sends everything to the queue again, without a look at it: by SQS itself where it can (`way: "move"`, also when this
   * process ends), else letter by letter in this process. A move that runs already is followed. What has ended since, the
   * hosts drop; what is still too old or no envelope comes back here.
   * @throws {CeleriacError} when it could not be started; repeating it is harmless.
   */
  redriveAll(options?: RedriveAllOptions): Promise<WholeRedrive>;
  /**
   * Deletes dead letters, for good; answers how many.
   * @throws {CeleriacError} when the queue could not be asked.
   */
  purge(selection?: DeadLetterSelection): Promise<number>;
}

const DEFAULT_LIST_LIMIT = 100;

const REDRIVE_OPTIONS: readonly string[] = [
  ...["input", "perSecond", "dryRun", "signal", "includeUndecodable", "purgeFinished", "each"],
];

/**
 * Opens the dead-letter queue of one of the app's queues.
 * @throws {CeleriacError} `invalid-options`, or `missing-resource` without a receiver.
 */
export function createDeadLetters(app: App, ports: ClientPorts, queueName: string): DeadLetters {
  const source = knownQueue(app, queueName).name;
  const { receiver } = ports;
  if (receiver === undefined) {
    throw new CeleriacError(
      "missing-resource",
      "this client was made without a receiver, which dead letters need: give createClient one",
    );
  }
  const site = { app, ports, receiver, source, queue: deadLetterQueueOf(source) };
  return {
    async list(selection = {}) {
      readingArguments("list", () => checkSelection("list", selection));
      const letters: DeadLetter[] = [];
      const { limit = DEFAULT_LIST_LIMIT } = selection;
      await handleSelected(site, { ...selection, limit }, async (found) => {
        letters.push(describeDeadLetter(app, found));
        return "keep";
      });
      return letters;
    },

    async redrive(options = {}) {
      readingArguments("redrive", () => {
        checkSelection("redrive", options, REDRIVE_OPTIONS);
        checkRate("perSecond", options.perSecond);
        checkEach(options.each);
      });
      return redriveDeadLetters(site, options, options.each);
    },

    async redriveAll(options = {}) {
      readingArguments("redriveAll", () => {
        checkKnownOptions("redriveAll", options, ["perSecond"]);
        checkMoveRate(options.perSecond);
      });
      return redriveAll(site, options);
    },

    async purge(selection = {}) {
      readingArguments("purge", () => checkSelection("purge", selection));
      let purged = 0;
      await handleSelected(site, selection, async ({ message }) => {
        const answer = await receiver.delete(site.queue, message.receiptHandle);
        if (!answer.ok) return "keep";
        purged += 1;
        return "gone";
      });
      return purged;
    },
  };
}

function checkSelection(
  call: string,
  selection: DeadLetterSelection,
  more: readonly string[] = [],
): void {
  checkKnownOptions(call, selection, [
    "taskIds",
    "messageIds",
    "limit",
    ...FILTER_OPTIONS,
    ...more,
  ]);
  const { taskIds, messageIds, limit } = selection;
  if (limit !== undefined) checkLimit(limit);
  checkList("taskIds", taskIds);
  checkList("messageIds", messageIds);
  checkFilter(selection);
}

function checkEach(each: unknown): void {
  if (each === undefined || typeof each === "function") return;
  throw new CeleriacError("invalid-options", `each is ${show(each)}: expected a function`, {
    details: { option: "each" },
  });
}

function checkLimit(limit: unknown): void {
  if (Number.isSafeInteger(limit) && Number(limit) > 0) return;
  throw new CeleriacError(
    "invalid-options",
    `limit is ${show(limit)}: expected a whole number from 1`,
    { details: { option: "limit" } },
  );
}
