import {
  testLockStoreConformance,
  testPayloadStoreConformance,
  testTaskStoreConformance,
} from "@celeriac/testing/conformance";
import { embeddedPorts, SUBJECT } from "./embedded-ports.ts";

testTaskStoreConformance(`${SUBJECT}, the table of this platform`, () => embeddedPorts());

testTaskStoreConformance(`${SUBJECT}, dynalite`, () => embeddedPorts({ table: "dynalite" }));

testPayloadStoreConformance(SUBJECT, () => embeddedPorts());

testLockStoreConformance(`${SUBJECT}, the table of this platform`, () => embeddedPorts());

testLockStoreConformance(`${SUBJECT}, dynalite`, () => embeddedPorts({ table: "dynalite" }));
