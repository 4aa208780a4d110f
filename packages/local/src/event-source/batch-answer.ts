import { show } from "@celeriac/core";

/** What the event source mapping does with a batch after its invocation. */
export type BatchAnswer =
  | { readonly kind: "succeeded" }
  /** These message ids stay in the queue; the others are deleted. */
  | { readonly kind: "partly-failed"; readonly failedIds: ReadonlySet<string> }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * Reads a function's answer with ReportBatchItemFailures as the Lambda guide says: no list, `null` or an empty list
 * is a success of all; an identifier that is missing, empty, not a string or not of this batch is a failure of all.
 */
export function readBatchAnswer(payload: string, messageIds: ReadonlySet<string>): BatchAnswer {
  let answer: unknown;
  try {
    answer = payload === "" ? null : JSON.parse(payload);
  } catch {
    return failed("the function's answer is not JSON");
  }
  const failures = property(answer, "batchItemFailures") ?? [];
  if (!Array.isArray(failures)) return failed("batchItemFailures is not a list");
  if (failures.length === 0) return { kind: "succeeded" };
  const failedIds = new Set<string>();
  for (const failure of failures) {
    const identifier = property(failure, "itemIdentifier");
    if (typeof identifier !== "string" || !messageIds.has(identifier)) {
      return failed(
        `batchItemFailures names ${identifier === undefined ? "no itemIdentifier" : show(identifier)}, which is no message of the batch`,
      );
    }
    failedIds.add(identifier);
  }
  return { kind: "partly-failed", failedIds };
}

function failed(reason: string): BatchAnswer {
  return { kind: "failed", reason };
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
