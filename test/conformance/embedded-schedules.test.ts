import { testScheduleStoreConformance } from "@celeriac/testing/conformance";
import { embeddedQueues, SUBJECT } from "./embedded-ports.ts";

testScheduleStoreConformance(
  SUBJECT,
  async () => ({ ...(await embeddedQueues(20)), now: Date.now }),
  {},
  { concurrent: true },
);
