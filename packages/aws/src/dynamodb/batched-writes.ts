import type { BatchStatementError, BatchStatementResponse } from "@aws-sdk/client-dynamodb";
import { DYNAMODB_MAX_BATCH_STATEMENTS } from "@celeriac/core";
import { toCeleriacError } from "../call/aws-error.ts";
import { createBatcher, type EntryVerdict } from "../call/batcher.ts";
import { ENTRY_RETRY_WAITS_MS } from "../call/call-policy.ts";
import type {
  ConditionalAnswer,
  ConditionalWrite,
  ConditionalWrites,
} from "./conditional-write.ts";
import type { DynamoDbContext } from "./dynamodb-context.ts";
import { toStatement } from "./statement.ts";

/** Calls under way at a time; what is written meanwhile gathers into larger batches. */
const WIDTH = 4;

/**
 * Conditional writes through BatchExecuteStatement: what is written within one tick travels together, each with its
 * own condition and its own answer, for the same write units and a small part of the calls.
 */
export function createBatchedWrites(context: DynamoDbContext): ConditionalWrites {
  const write = createBatcher<ConditionalWrite, ConditionalAnswer>({
    maxEntries: DYNAMODB_MAX_BATCH_STATEMENTS,
    // DynamoDB refuses a batch that names one item twice
    keyOf: ({ key }) => JSON.stringify([key["pk"]?.S, key["sk"]?.S]),
    width: WIDTH,
    call: (writes) => execute(context, writes),
    waitsMs: ENTRY_RETRY_WAITS_MS,
    clock: context.clock,
    random: context.random,
  });
  return async (item) => {
    const answer = await write(item);
    if (!answer.ok) throw answer.error;
    return answer.value;
  };
}

async function execute(
  context: DynamoDbContext,
  writes: readonly ConditionalWrite[],
): Promise<readonly EntryVerdict<ConditionalAnswer>[]> {
  const calls = await context.calls();
  const { Responses = [] } = await calls.executeBatch({
    Statements: writes.map((write) => toStatement(context.table, write)),
  });
  return writes.map((_, index) => verdictOf(context, Responses[index]));
}

/** A condition that failed has this name for an UPDATE; the others are an INSERT's where something is. */
const REFUSED: ReadonlySet<string> = new Set([
  "ConditionalCheckFailed",
  "DuplicateItem",
  "DuplicateItemException",
]);

function verdictOf(
  context: DynamoDbContext,
  response: BatchStatementResponse | undefined,
): EntryVerdict<ConditionalAnswer> {
  if (response === undefined)
    return failed(context, { Message: "no answer to one of the statements" });
  const { Error: error } = response;
  if (error === undefined) return { ok: true, value: { written: true } };
  if (REFUSED.has(error.Code ?? "")) {
    return { ok: true, value: { written: false, item: error.Item } };
  }
  return failed(context, error);
}

function failed(
  context: DynamoDbContext,
  {
    Code = "InternalServerError",
    Message = "",
  }: Omit<BatchStatementError, "Code"> & { readonly Code?: string | undefined },
): EntryVerdict<never> {
  const cause = Object.assign(new Error(Message), {
    name: Code,
    $metadata: { httpStatusCode: 400 },
  });
  const error = toCeleriacError(cause, {
    name: "dynamodb:BatchExecuteStatement",
    resource: `table ${JSON.stringify(context.table)}`,
    target: context.target,
    deadlineMs: 0,
    late: false,
    uncertain: Code === "InternalServerError",
  });
  return { ok: false, error, again: error.retryable };
}
