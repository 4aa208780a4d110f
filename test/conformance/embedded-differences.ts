import type { QueueDifferences } from "@celeriac/testing/conformance";

/** Where the embedded SQS, through our adapters, differs from what AWS documents. docs/emulators.md explains each. */
export const EMBEDDED_QUEUE_DIFFERENCES: Partial<QueueDifferences> = {
  refusesEmptyAttribute: false,
  limitsAttributes: false,
  refusesUnknownReceipt: false,
  limitsTotalVisibility: false,
  receiveCountAfterMove: 2,
};
