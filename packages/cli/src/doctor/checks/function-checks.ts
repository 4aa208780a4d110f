import type { DeployedFunction, LambdaConsumer } from "@celeriac/core";
import type { Check, Difference } from "../check.ts";
import { byCall, DEPLOY, type Fix } from "../fix.ts";

/** A function that consumes queues of the app, and what each of them wants of it. */
export interface FunctionData {
  readonly arn: string;
  readonly consumers: readonly LambdaConsumer[];
  /** How many batches its mappings may have running together; `undefined` where one of them is not limited. */
  readonly mappedConcurrency: number | undefined;
}

export interface FunctionSettingsData extends FunctionData {
  readonly settings: Settings;
}

export interface ReservationData extends FunctionData {
  readonly reserved: number | undefined;
}

export interface RecursionData extends FunctionData {
  readonly recursiveLoop: string;
}

type Settings = Extract<DeployedFunction["settings"], { kind: "found" }>["value"];

export const FUNCTION_MISSING: Check<undefined> = {
  id: "function-missing",
  severity: "missing",
  title: "an event source mapping to a function that does not exist",
  why: "the queue's tasks are received and never run",
  judge: () => ({ found: "no function", expected: "the function that consumes", fix: DEPLOY }),
};

export const FUNCTION_SETTINGS_CHECKS: readonly Check<FunctionSettingsData>[] = [
  {
    id: "function-timeout",
    severity: "drifted",
    title: "a function's timeout other than the topology's",
    why: "tasks are cut off earlier, or may hang for longer, than their time limits were made for",
    judge: (data) => differs(data, "Timeout", data.settings.timeoutSeconds, "timeoutSeconds", "s"),
  },
  {
    id: "function-memory",
    severity: "drifted",
    title: "a function's memory other than the topology's",
    why: "tasks run slower, or cost more, than they were made for; too little kills them",
    judge: (data) => differs(data, "MemorySize", data.settings.memoryMb, "memoryMb", "MB"),
  },
];

export const RESERVATION_CHECKS: readonly Check<ReservationData>[] = [
  {
    id: "function-reserved-low",
    severity: "unsafe",
    title: "reserved concurrency under the mappings' maximum concurrency",
    why: "Lambda throttles what the mappings start: each throttled receive counts, and in the end dead-letters the task",
    judge: ({ arn, reserved, mappedConcurrency, consumers }) => {
      if (reserved === undefined || reserved >= (mappedConcurrency ?? Number.POSITIVE_INFINITY)) {
        return undefined;
      }
      return {
        found: `${reserved} reserved for mappings of ${mappedConcurrency ?? "no"} maximum`,
        expected:
          mappedConcurrency === undefined
            ? "none reserved where a mapping has no maximum"
            : `${mappedConcurrency} or more`,
        fix: reserve(
          arn,
          mappedConcurrency && Math.max(mappedConcurrency, wantedReservation(consumers) ?? 0),
        ),
      };
    },
  },
  {
    id: "function-reserved-concurrency",
    severity: "drifted",
    title: "reserved concurrency other than the topology's",
    why: "other functions of the account have less left, or can take what was reserved",
    judge: ({ arn, reserved, consumers, mappedConcurrency }) => {
      const wanted = wantedReservation(consumers);
      const isLow = reserved !== undefined && reserved < (mappedConcurrency ?? 0);
      if (wanted === undefined || reserved === wanted || isLow) return undefined;
      return {
        found: `${reserved ?? "none"} reserved`,
        expected: `${wanted}`,
        fix: reserve(arn, wanted),
      };
    },
  },
];

export const RECURSION_CHECKS: readonly Check<RecursionData>[] = [
  {
    id: "function-recursion",
    severity: "unsafe",
    title: "recursive loop detection that terminates",
    why: "Lambda drops a task's message after about 16 hops: long chains, far etas and tasks that are sent anew",
    judge: ({ arn, recursiveLoop }) =>
      recursiveLoop === "Allow"
        ? undefined
        : {
            found: `RecursiveLoop ${recursiveLoop || "not told"}`,
            expected: "Allow: the engine counts hops itself",
            fix: byCall("allow it", "lambda", "PutFunctionRecursionConfig", {
              FunctionName: unqualified(arn),
              RecursiveLoop: "Allow",
            }),
          },
  },
];

/** A function of several queues is made for the one that wants most. */
function differs(
  { arn, consumers }: FunctionData,
  name: "Timeout" | "MemorySize",
  found: number,
  field: "timeoutSeconds" | "memoryMb",
  unit: string,
): Difference | undefined {
  const wanted = Math.max(...consumers.map((consumer) => consumer[field]));
  if (found === wanted) return undefined;
  return {
    found: `${name} ${found} ${unit}`,
    expected: `${wanted} ${unit}`,
    fix: byCall("set it", "lambda", "UpdateFunctionConfiguration", {
      FunctionName: unqualified(arn),
      [name]: wanted,
    }),
  };
}

/** A reservation holds for all queues of a function, or for none. */
function wantedReservation(consumers: readonly LambdaConsumer[]): number | undefined {
  const reserved = consumers.map((consumer) => consumer.reservedConcurrency ?? Number.NaN);
  const sum = reserved.reduce((total, each) => total + each, 0);
  return Number.isNaN(sum) ? undefined : sum;
}

function reserve(arn: string, count: number | undefined): Fix {
  return count === undefined
    ? byCall("reserve none", "lambda", "DeleteFunctionConcurrency", {
        FunctionName: unqualified(arn),
      })
    : byCall("reserve as many", "lambda", "PutFunctionConcurrency", {
        FunctionName: unqualified(arn),
        ReservedConcurrentExecutions: count,
      });
}

/** A function's ARN without its version or alias: these cannot be changed. */
function unqualified(arn: string): string {
  return arn.split(":").slice(0, 7).join(":");
}
