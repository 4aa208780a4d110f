import { setTimeout as delay } from "node:timers/promises";
import type { Message } from "@aws-sdk/client-sqs";
import type { InvocationAnswer } from "../lambda/lambda-function.ts";
import { readBatchAnswer } from "./batch-answer.ts";
import type { SourceQueue } from "./source-queue.ts";
import { splitBatch } from "./split-batch.ts";
import { toSqsEvent } from "./sqs-event.ts";

const LONG_POLL_MS = 20_000;
const PAUSE_AFTER_ERROR_MS = 1000;

export interface EventSourceMappingOptions {
  readonly queue: SourceQueue;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly batchWindowMs: number;
  /** Invocations at a time. */
  readonly maximumConcurrency: number;
  /** Never rejects. */
  readonly invoke: (event: unknown) => Promise<InvocationAnswer>;
  readonly onLine: (line: string) => void;
}

/** Receives from a queue and invokes a function, as Lambda's event source mapping with ReportBatchItemFailures does. */
export interface EventSourceMapping {
  /** Takes no more batches. Resolves when it has stopped polling and every invocation has ended. Never rejects. */
  stop(): Promise<void>;
  /** Breaks off the long poll under way: what it was about to bring stays hidden for a while. For a queue that cannot end it. */
  cut(): void;
}

/**
 * Polls as long as an invocation may start: a message that is received can be run at once. What a function finished
 * is deleted; what failed is left to the queue's visibility timeout.
 */
export function startEventSourceMapping(options: EventSourceMappingOptions): EventSourceMapping {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();

  const poll = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const batch = await gatherBatch(options, stopping.signal);
        if (batch.length === 0) continue;
        const run = runBatch(options, batch).finally(() => running.delete(run));
        running.add(run);
        if (running.size >= options.maximumConcurrency) await Promise.race(running);
      } catch (error) {
        if (stopping.signal.aborted) return;
        options.onLine(`could not receive: ${String(error)}`);
        await delay(PAUSE_AFTER_ERROR_MS, undefined, { signal: stopping.signal }).catch(
          () => undefined,
        );
      }
    }
  };
  const polling = poll();

  return {
    cut: () => options.queue.close(),
    stop: async () => {
      stopping.abort();
      await polling;
      await Promise.all(running);
      options.queue.close();
    },
  };
}

/** What the first receive brings or, with a window, as much as the window brings, at most a batch. */
async function gatherBatch(
  { queue, batchSize, batchWindowMs }: EventSourceMappingOptions,
  signal: AbortSignal,
): Promise<readonly Message[]> {
  const batch = [...(await queue.receive(batchSize, LONG_POLL_MS))];
  const windowEnd = performance.now() + batchWindowMs;
  while (batch.length > 0 && batch.length < batchSize && !signal.aborted) {
    const leftMs = windowEnd - performance.now();
    if (leftMs <= 0) break;
    batch.push(...(await queue.receive(batchSize - batch.length, leftMs)));
  }
  return batch;
}

/** Parts of a batch that is too large for one event follow each other: they share its place. */
async function runBatch(
  options: EventSourceMappingOptions,
  batch: readonly Message[],
): Promise<void> {
  for (const part of splitBatch(batch)) await runPart(options, part);
}

async function runPart(
  { queue, queueArn, invoke, onLine }: EventSourceMappingOptions,
  messages: readonly Message[],
): Promise<void> {
  const answer = await invoke(toSqsEvent(messages, queueArn));
  if (!answer.ok) {
    onLine(`the invocation failed: ${answer.errorType}: ${answer.errorMessage}`);
    return;
  }
  const ids = new Set(messages.map(({ MessageId }) => String(MessageId)));
  const outcome = readBatchAnswer(answer.payload, ids);
  if (outcome.kind === "failed") {
    onLine(`the whole batch failed: ${outcome.reason}`);
    return;
  }
  const failed = outcome.kind === "partly-failed" ? outcome.failedIds : new Set<string>();
  const left = await queue.delete(
    messages.filter(({ MessageId }) => !failed.has(String(MessageId))),
  );
  if (left.length > 0) onLine(`could not delete ${left.join(", ")}: they will come again`);
}
