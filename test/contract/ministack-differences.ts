import type { QueueDifferences, ScheduleDifferences } from "@celeriac/testing/conformance";

/** Where ministack's SQS, through our adapters, differs from what AWS documents. docs/emulators.md explains each. */
export const MINISTACK_QUEUE_DIFFERENCES: Partial<QueueDifferences> = {
  limitsAttributes: false,
  refusesEmptyAttribute: false,
  tellsFaultOfHalfCharacter: false,
  returnsTraceHeader: false,
  refusesEndedReceipt: false,
  takesSpentReceipt: false,
  limitsOneVisibility: false,
  limitsTotalVisibility: false,
  abandonedPollTakesNothing: "sometimes",
};

/** The same of its EventBridge Scheduler. */
export const MINISTACK_SCHEDULE_DIFFERENCES: Partial<ScheduleDifferences> = { fires: false };
