import { CeleriacError, type Clock, type Logger } from "@celeriac/core";
import type { QueueConsumer } from "./queue-consumer.ts";
import { within } from "./within.ts";

/**
 * How long polls under way may take, ms. A queue that holds anything answers sooner; ended at once, the poll of a busy
 * queue would leave up to ten messages hidden with nobody to run them.
 */
const POLLS_MS = 500;

/** How long tasks that were told to stop may take to be given back, ms. */
const GIVE_BACK_MS = 6000;

/** How long the last acknowledgements may take, ms. */
const RECEIPTS_MS = 3000;

/** What a drain works with. */
export interface DrainOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborts when there is no time to let running tasks end. */
  readonly now: AbortSignal;
}

/**
 * Ends a consumer: stops receiving, lets running tasks end within the queue's drain time, wants the rest back at once,
 * and waits for the last acknowledgements. Takes at most 9 s longer than the drain time, whatever tasks and SQS do.
 */
export async function drain(consumer: QueueConsumer, options: DrainOptions): Promise<void> {
  const { clock, logger, now } = options;
  const { name: queue, drainMs } = consumer.queue;
  consumer.stopReceiving();
  void within(consumer.polls.whenEmpty(), POLLS_MS, clock, now).then(() => consumer.endPolls());
  const quiet = consumer.polls.whenEmpty().then(() => consumer.deliveries.whenEmpty());
  if (!(await within(quiet, drainMs, clock, now))) {
    const running = consumer.deliveries.count;
    if (running > 0) logger.warn("ending the running tasks", { queue, running });
    consumer.shutDown(new CeleriacError("shutting-down", "the worker is shutting down"));
    await within(quiet, GIVE_BACK_MS, clock);
  }
  await within(consumer.receipts.inFlight.whenEmpty(), RECEIPTS_MS, clock);
  const running = consumer.deliveries.count;
  const receipts = consumer.receipts.inFlight.count;
  const polls = consumer.polls.count;
  if (running + receipts + polls === 0) return;
  logger.warn("stopped with work under way: SQS delivers those messages again", {
    queue,
    running,
    receipts,
    polls,
  });
}
