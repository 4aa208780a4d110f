import {
  CeleriacError,
  type MessageReceiver,
  type ReceiptAnswer,
  SQS_MAX_BATCH_ENTRIES,
} from "@celeriac/core";
import { awsCodeOf } from "../call/aws-error.ts";
import { createBatcher } from "../call/batcher.ts";
import { type CallName, RECEIPT_RETRY_WAITS_MS } from "../call/call-policy.ts";
import { entryId, type SqsBatchResult, verdictsOf } from "./batch-verdicts.ts";
import { perQueue } from "./queue-map.ts";
import type { SqsCalls } from "./sqs-calls.ts";
import type { SqsContext } from "./sqs-context.ts";

/** Calls of one queue and kind that are under way at a time. */
const WIDTH = 4;

/** Deletes and changes of visibility, each gathered into batches per queue. */
export function createReceipts(
  context: SqsContext,
): Pick<MessageReceiver, "changeVisibility" | "delete"> {
  const changeIn = receiptCalls<{ readonly handle: string; readonly seconds: number }>(context, {
    name: "sqs:ChangeMessageVisibilityBatch",
    // two changes of one message in one batch: nothing says which of them would win
    keyOf: ({ handle }) => handle,
    call: (calls, queue, url, changes) =>
      calls.changeVisibilityBatch(queue, {
        QueueUrl: url,
        Entries: changes.map(({ handle, seconds }, index) => ({
          Id: entryId(index),
          ReceiptHandle: handle,
          VisibilityTimeout: seconds,
        })),
      }),
  });
  const deleteFrom = receiptCalls<string>(context, {
    name: "sqs:DeleteMessageBatch",
    keyOf: (handle) => handle,
    call: (calls, queue, url, handles) =>
      calls.deleteBatch(queue, {
        QueueUrl: url,
        Entries: handles.map((handle, index) => ({ Id: entryId(index), ReceiptHandle: handle })),
      }),
  });
  return {
    changeVisibility: (queue, handle, seconds) => changeIn(queue, { handle, seconds }),
    delete: (queue, handle) => deleteFrom(queue, handle),
  };
}

interface ReceiptCall<Item> {
  readonly name: CallName;
  readonly keyOf: (item: Item) => string;
  readonly call: (
    calls: SqsCalls,
    queue: string,
    url: string,
    items: readonly Item[],
  ) => Promise<SqsBatchResult<{ readonly Id?: string | undefined }>>;
}

function receiptCalls<Item>(
  context: SqsContext,
  kind: ReceiptCall<Item>,
): (queue: string, item: Item) => Promise<ReceiptAnswer> {
  const inQueue = perQueue(context.resources, (queue, url) =>
    createBatcher<Item, undefined>({
      maxEntries: SQS_MAX_BATCH_ENTRIES,
      keyOf: kind.keyOf,
      width: WIDTH,
      call: async (items) => {
        const calls = await context.calls();
        const result = await kind.call(calls, queue, url, items);
        const call = {
          name: kind.name,
          resource: `a message of queue ${JSON.stringify(queue)}`,
          target: context.target,
        };
        return verdictsOf(items.length, result, call, () => undefined);
      },
      waitsMs: RECEIPT_RETRY_WAITS_MS,
      clock: context.clock,
      random: context.random,
    }),
  );
  return async (queue, item) => {
    try {
      const answer = await inQueue(queue)(item);
      if (answer.ok) return { ok: true };
      return { ok: false, gone: isGone(answer.error), error: answer.error };
    } catch (error) {
      if (CeleriacError.is(error)) return { ok: false, gone: false, error };
      throw error;
    }
  };
}

const GONE: ReadonlySet<string> = new Set(["ReceiptHandleIsInvalid", "MessageNotInflight"]);

/** The error's name of old, and as a shape of the JSON protocol. */
const INVALID_VALUE = /^InvalidParameterValue(Exception)?$/;

/** SQS says it in three ways; the third also means other things (12 hours exceeded), so its text decides. */
function isGone(error: CeleriacError): boolean {
  const code = awsCodeOf(error);
  if (GONE.has(code)) return true;
  if (!INVALID_VALUE.test(code) || !(error.cause instanceof Error)) return false;
  return /receipt|does not exist|not available/i.test(error.cause.message);
}
