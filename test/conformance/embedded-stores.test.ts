import {
  testPayloadStoreConformance,
  testTaskStoreConformance,
} from "@celeriac/testing/conformance";
import { embeddedPorts, SUBJECT } from "./embedded-ports.ts";

testTaskStoreConformance(`${SUBJECT}, dynoxide`, () => embeddedPorts({ table: "dynoxide" }));

testTaskStoreConformance(`${SUBJECT}, dynalite`, () => embeddedPorts({ table: "dynalite" }));

testPayloadStoreConformance(SUBJECT, () => embeddedPorts());
