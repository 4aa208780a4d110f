import type { DeployedFunction, DeployedMapping, LambdaConsumer } from "@celeriac/core";
import type { Case } from "../case.ts";
import {
  FUNCTION_MISSING,
  FUNCTION_SETTINGS_CHECKS,
  type FunctionData,
  RECURSION_CHECKS,
  RESERVATION_CHECKS,
} from "../checks/function-checks.ts";
import type { Examination } from "../examination.ts";

/** Each function that consumes queues of the app, once. */
export function examineFunctions(examination: Examination, subject: Case): void {
  for (const [arn, uses] of functionsOf(subject)) {
    const [first] = uses;
    if (first === undefined) continue;
    const data: FunctionData = {
      arn,
      // A queue that is mapped twice wants no more than once.
      consumers: [...new Map(uses.map(({ queue, consumer }) => [queue, consumer])).values()],
      mappedConcurrency: sumOf(uses.map(({ mapping }) => mapping.maximumConcurrency)),
    };
    examineFunction(
      examination,
      data,
      first.mapping.consumer,
      uses.map(({ queue }) => queue),
    );
  }
}

interface Use {
  readonly queue: string;
  readonly consumer: LambdaConsumer;
  readonly mapping: DeployedMapping;
}

/** By ARN, for which queues. */
function functionsOf({ topology, deployment }: Case): ReadonlyMap<string, readonly Use[]> {
  const uses = topology.queues.flatMap(({ name, consumer }): Use[] => {
    const mappings = deployment.queues[name]?.mappings;
    if (consumer.kind === "fargate" || mappings?.kind !== "found") return [];
    return mappings.value.map((mapping) => ({ queue: name, consumer, mapping }));
  });
  return Map.groupBy(uses, ({ mapping }) => mapping.functionArn);
}

function examineFunction(
  examination: Examination,
  data: FunctionData,
  deployed: DeployedFunction,
  queues: readonly string[],
): void {
  const { settings, reservedConcurrency, recursiveLoop } = deployed;
  const subject = {
    kind: "function",
    name: [...new Set(queues)].join(", "),
    location: data.arn,
  } as const;
  examination.judgeReading(settings, {
    subject,
    absence: FUNCTION_MISSING,
    checks: FUNCTION_SETTINGS_CHECKS,
    dataOf: (found) => ({ ...data, settings: found }),
  });
  if (settings.kind === "missing") return;
  examination.judgeReading(reservedConcurrency, {
    subject,
    checks: RESERVATION_CHECKS,
    dataOf: (reserved) => ({ ...data, reserved }),
  });
  examination.judgeReading(recursiveLoop, {
    subject,
    checks: RECURSION_CHECKS,
    dataOf: (found) => ({ ...data, recursiveLoop: found }),
  });
}

function sumOf(counts: readonly (number | undefined)[]): number | undefined {
  return counts.reduce((sum, count) =>
    sum === undefined || count === undefined ? undefined : sum + count,
  );
}
