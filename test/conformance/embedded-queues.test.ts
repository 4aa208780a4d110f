import { testMessageQueueConformance } from "@celeriac/testing/conformance";
import { embeddedQueues, SUBJECT } from "./embedded-ports.ts";

testMessageQueueConformance(
  SUBJECT,
  () => embeddedQueues(80),
  {
    checksAttributes: false,
    refusesUnknownReceipt: false,
    limitsTotalVisibility: false,
    receiveCountAfterMove: 2,
    abandonedPollTakesNothing: false,
  },
  { concurrent: true },
);
