import type { BatchResultErrorEntry } from "@aws-sdk/client-sqs";
import { CeleriacError } from "@celeriac/core";
import { toCeleriacError } from "../call/aws-error.ts";
import type { EntryVerdict } from "../call/batcher.ts";
import type { CallName } from "../call/call-policy.ts";

/** SQS's answer to any of its batch calls. An HTTP 200 says nothing of the entries. */
export interface SqsBatchResult<Success> {
  readonly Successful?: readonly Success[] | undefined;
  readonly Failed?: readonly BatchResultErrorEntry[] | undefined;
}

/** An entry's id within its batch: its index. */
export function entryId(index: number): string {
  return String(index);
}

/** Sorts SQS's answer by the entries' indexes. */
export function verdictsOf<Success extends { readonly Id?: string | undefined }, Value>(
  count: number,
  result: SqsBatchResult<Success>,
  call: { readonly name: CallName; readonly resource: string; readonly target: string },
  valueFrom: (success: Success) => Value,
): readonly EntryVerdict<Value>[] {
  const verdicts = new Map<string | undefined, EntryVerdict<Value>>();
  for (const failed of result.Failed ?? []) verdicts.set(failed.Id, failureOf(failed, call));
  for (const done of result.Successful ?? []) {
    verdicts.set(done.Id, { ok: true, value: valueFrom(done) });
  }
  return Array.from(
    { length: count },
    (_, index) => verdicts.get(entryId(index)) ?? unanswered(call),
  );
}

function failureOf(
  failed: BatchResultErrorEntry,
  call: { readonly name: CallName; readonly resource: string; readonly target: string },
): { readonly ok: false; readonly error: CeleriacError; readonly again: boolean } {
  const senderFault = failed.SenderFault === true;
  const cause = Object.assign(new Error(failed.Message ?? ""), {
    name: failed.Code ?? "UnknownError",
    $metadata: { httpStatusCode: senderFault ? 400 : 500 },
  });
  const error = toCeleriacError(cause, {
    ...call,
    deadlineMs: 0,
    late: false,
    // SQS says of whom the fault was, not whether an internal error came before or after the message was stored
    uncertain: !senderFault,
  });
  return { ok: false, error, again: error.retryable };
}

function unanswered(call: {
  readonly name: CallName;
  readonly resource: string;
}): EntryVerdict<never> {
  return {
    ok: false,
    again: true,
    error: new CeleriacError(
      "service-error",
      `${call.name}: the answer for ${call.resource} says nothing of one of the entries`,
      {
        retryable: true,
        details: { operation: call.name, resource: call.resource, awsCode: "", uncertain: true },
      },
    ),
  };
}
