import { testMessageQueueConformance } from "@celeriac/testing/conformance";
import { EMBEDDED_QUEUE_DIFFERENCES } from "./embedded-differences.ts";
import { embeddedQueues, SUBJECT } from "./embedded-ports.ts";

testMessageQueueConformance(SUBJECT, () => embeddedQueues(80), EMBEDDED_QUEUE_DIFFERENCES, {
  concurrent: true,
});
