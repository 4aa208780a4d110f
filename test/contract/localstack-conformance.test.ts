import {
  testEffectStoreConformance,
  testLockStoreConformance,
  testMessageQueueConformance,
  testPayloadStoreConformance,
  testScheduleStoreConformance,
  testTagIndexConformance,
  testTaskStoreConformance,
} from "@celeriac/testing/conformance";
import { emulatorPorts, emulatorQueues } from "./emulator-ports.ts";
import {
  LOCALSTACK_QUEUE_DIFFERENCES,
  LOCALSTACK_SCHEDULE_DIFFERENCES,
} from "./localstack-differences.ts";

const SUBJECT = "AWS adapters on LocalStack";

testMessageQueueConformance(
  SUBJECT,
  () => emulatorQueues("localstack", 80),
  LOCALSTACK_QUEUE_DIFFERENCES,
  { concurrent: true },
);

testScheduleStoreConformance(
  SUBJECT,
  async () => ({ ...(await emulatorQueues("localstack", 20)), now: Date.now }),
  LOCALSTACK_SCHEDULE_DIFFERENCES,
  { concurrent: true },
);

testTaskStoreConformance(SUBJECT, () => emulatorPorts("localstack"));

testPayloadStoreConformance(SUBJECT, () => emulatorPorts("localstack"));

testEffectStoreConformance(SUBJECT, () => emulatorPorts("localstack"));

testLockStoreConformance(SUBJECT, () => emulatorPorts("localstack"));

testTagIndexConformance(SUBJECT, () => emulatorPorts("localstack"));
