import {
  testMessageQueueConformance,
  testPayloadStoreConformance,
  testScheduleStoreConformance,
  testTaskStoreConformance,
} from "@celeriac/testing/conformance";
import { emulatorPorts, emulatorQueues } from "./emulator-ports.ts";
import {
  MINISTACK_QUEUE_DIFFERENCES,
  MINISTACK_SCHEDULE_DIFFERENCES,
} from "./ministack-differences.ts";

const SUBJECT = "AWS adapters on ministack";

testMessageQueueConformance(
  SUBJECT,
  () => emulatorQueues("ministack", 80),
  MINISTACK_QUEUE_DIFFERENCES,
  { concurrent: true },
);

testScheduleStoreConformance(
  SUBJECT,
  async () => ({ ...(await emulatorQueues("ministack", 20)), now: Date.now }),
  MINISTACK_SCHEDULE_DIFFERENCES,
  { concurrent: true },
);

testTaskStoreConformance(SUBJECT, () => emulatorPorts("ministack"));

testPayloadStoreConformance(SUBJECT, () => emulatorPorts("ministack"));
