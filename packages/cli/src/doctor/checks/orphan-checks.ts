import type { QueueLocation } from "@celeriac/core";
import type { Check } from "../check.ts";
import { byCall } from "../fix.ts";

export const ORPHAN_CHECKS: readonly Check<QueueLocation>[] = [
  {
    id: "queue-orphaned",
    severity: "drifted",
    title: "a queue that the deployment names and the topology lacks",
    why: "nobody consumes it: what lies in it is dropped in the end",
    judge: ({ url }) => ({
      found: "a queue that the app does not have",
      expected: "no such queue",
      fix: byCall(
        "deploy the app again; or, when nothing is left in it, delete it",
        "sqs",
        "DeleteQueue",
        { QueueUrl: url },
      ),
    }),
  },
];
