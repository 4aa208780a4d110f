import type { QueueDifferences, ScheduleDifferences } from "@celeriac/testing/conformance";

/** Where LocalStack's SQS, through our adapters, differs from what AWS documents. docs/emulators.md explains each. */
export const LOCALSTACK_QUEUE_DIFFERENCES: Partial<QueueDifferences> = {
  limitsAttributes: false,
  tellsFaultOfBody: false,
  refusesEndedReceipt: false,
  refusesStaleReceipt: false,
  keepsMessageOnStaleDelete: false,
  limitsOneVisibility: false,
  limitsTotalVisibility: false,
  abandonedPollTakesNothing: false,
};

/** The same of its EventBridge Scheduler. */
export const LOCALSTACK_SCHEDULE_DIFFERENCES: Partial<ScheduleDifferences> = { fires: false };
