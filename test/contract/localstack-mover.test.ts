import { testMessageMoverConformance } from "@celeriac/testing/conformance";
import { emulatorQueues } from "./emulator-ports.ts";

// Of the emulators only LocalStack moves messages, and as AWS: messages sent to a dead-letter queue too, since the
// destination is named.
testMessageMoverConformance("AWS adapters on LocalStack", () => emulatorQueues("localstack", 12), {
  concurrent: true,
});
