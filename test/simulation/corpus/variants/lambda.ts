import { edited, type SimulatedVariant } from "../variant.ts";

/** The Lambda host. */
export const lambdaVariants: readonly SimulatedVariant[] = [
  {
    name: "lambda-acknowledges-all",
    breaks: "step 7: what the engine leaves to SQS is struck out of the failures",
    ...edited(
      "packages/lambda/src/record-delivery.ts",
      "return outcome.acknowledge;",
      "return outcome.result !== undefined;",
    ),
  },
  {
    name: "lambda-none-failed",
    breaks:
      "step 7, batchItemFailures starts as the whole batch: what the deadline cut short is deleted (P-lambda-default-ack)",
    run: { tasks: ["call-snoozing", "call-hanging", "call-blocking", "call-flaky"] },
    mostSeeds: 300,
    ...edited(
      "packages/lambda/src/sqs-handler.ts",
      "if (unfinished > 0) reportDeadline(host, unfinished, records.length);",
      "if (unfinished > 0) records.forEach((_, index) => answer.acknowledge(index));",
    ),
  },
];
