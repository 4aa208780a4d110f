import { CeleriacError, type Clock } from "@celeriac/core";
import middy from "@middy/core";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { createBatchAnswer } from "./batch-answer.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import type { HostedEngine } from "./hosted-engine.ts";
import type { LambdaLogger } from "./lambda-logger.ts";
import { lazyEngine } from "./lazy-engine.ts";
import { deliverRecord } from "./record-delivery.ts";

/** Kept from the invocation's time for the answer to reach Lambda, ms. */
const ANSWER_MARGIN_MS = 500;

export interface SqsHandlerOptions {
  /**
   * Makes the engine, at the first invocation; it is kept over warm ones. When it throws, the invocation fails as a
   * whole (visible as a function error, and Lambda slows its polling down), and the next one tries again.
   */
  readonly engine: () => HostedEngine | Promise<HostedEngine>;
  /** The logical name of the queue with this ARN; `undefined` when the app has none. */
  readonly queueOf: (eventSourceArn: string) => string | undefined;
  readonly logger: LambdaLogger;
  readonly clock: Clock;
  /** Kept from the invocation's time for the answer, ms. @defaultValue 500 */
  readonly answerMarginMs?: number | undefined;
}

/** A Lambda handler for SQS batches; more middlewares can be added by `use`. */
export type SqsHandler = middy.MiddyfiedHandler<SQSEvent, SQSBatchResponse, Error, Context>;

/**
 * Makes the handler of an SQS event source mapping with `ReportBatchItemFailures`.
 *
 * Records run at the same time, each on its own. A record is struck out of the failures only when the engine answered
 * that it may be acknowledged; all else comes back by SQS. A task's failure is never a function error. The handler
 * answers before the invocation's deadline, whatever the tasks do.
 * @throws {CeleriacError} `undecodable`, by the handler, for an event that is no SQS batch; whatever `engine` throws.
 */
export function createSqsHandler(options: SqsHandlerOptions): SqsHandler {
  const host: Host = { ...options, engine: lazyEngine(options.engine) };
  const handler: SqsHandler = middy(
    (event: SQSEvent, context: Context) => handleBatch(host, event, context),
    // The deadline is kept below: Middy's own would turn a late task into an error of the whole batch.
    { timeoutEarlyInMillis: 0 },
  );
  if (options.logger.middleware !== undefined) handler.use(options.logger.middleware);
  return handler;
}

type Host = Omit<SqsHandlerOptions, "engine"> & { readonly engine: () => Promise<HostedEngine> };

async function handleBatch(
  host: Host,
  event: SQSEvent,
  context: Context,
): Promise<SQSBatchResponse> {
  const receivedAt = host.clock.monotonic();
  const records = recordsOf(event);
  const margin = host.answerMarginMs ?? ANSWER_MARGIN_MS;
  const remainingMs = (): number => context.getRemainingTimeInMillis() - margin;
  const answer = createBatchAnswer(records.map(identifierOf));
  const deadline = startDeadline(host.clock, remainingMs());
  let unfinished = records.length;
  try {
    await beforeDeadline(deadline, async () => {
      const engine = await createdEngine(host);
      await Promise.all(
        records.map(async (record, index) => {
          const delivery = { ...host, engine, receivedAt, remainingMs };
          if (await deliverRecord(delivery, record)) answer.acknowledge(index);
          unfinished -= 1;
        }),
      );
    });
    if (unfinished > 0) reportDeadline(host, unfinished, records.length);
    return answer.response();
  } finally {
    deadline.cancel();
  }
}

/** Empty for what has none: Lambda takes that as a failure of the whole batch, and nothing is lost. */
function identifierOf(record: unknown): string {
  const messageId = (record as Partial<SQSRecord> | undefined | null)?.messageId;
  return typeof messageId === "string" ? messageId : "";
}

function recordsOf(event: unknown): readonly unknown[] {
  const records: unknown = (event as Partial<SQSEvent> | undefined | null)?.Records;
  if (Array.isArray(records)) return records;
  throw new CeleriacError(
    "undecodable",
    "the function was invoked with an event that has no Records: expected a batch of an SQS event source mapping. " +
      "Send tasks with a client; do not invoke this function directly",
  );
}

async function createdEngine(host: Host): Promise<HostedEngine> {
  try {
    return await host.engine();
  } catch (error) {
    host.logger.error("the engine could not be made: the whole batch comes back", { error });
    throw error;
  }
}

async function beforeDeadline(deadline: Deadline, work: () => Promise<void>): Promise<void> {
  await Promise.race([work(), deadline.reached]);
}

function reportDeadline(host: Host, unfinished: number, records: number): void {
  host.logger.warn(
    "the invocation's time is over: answered without the tasks that still run, which come back. " +
      "Raise the queue's timeout, lower its batch, or give the tasks a time limit",
    { unfinished, records },
  );
}
