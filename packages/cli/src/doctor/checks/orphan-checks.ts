import type { Check } from "../check.ts";
import { byCall } from "../fix.ts";

/** A queue that the topology does not have. */
export interface OrphanData {
  readonly url: string;
}

export const ORPHAN_CHECKS: readonly Check<OrphanData>[] = [
  {
    id: "queue-orphaned",
    severity: "drifted",
    title:
      "a queue that the deployment names, or that is named like the app's, and that the topology lacks",
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
