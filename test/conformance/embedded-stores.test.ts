import { createEffectGuard, systemClock, systemRandom } from "@celeriac/aws";
import type { Clock } from "@celeriac/core";
import {
  type EffectGuardUnderTest,
  testEffectGuardConformance,
  testEffectStoreConformance,
  testLockStoreConformance,
  testPayloadStoreConformance,
  testTagIndexConformance,
  testTaskStoreConformance,
} from "@celeriac/testing/conformance";
import { embeddedPorts, SUBJECT } from "./embedded-ports.ts";

testTaskStoreConformance(`${SUBJECT}, the table of this platform`, () => embeddedPorts());

testTaskStoreConformance(`${SUBJECT}, dynalite`, () => embeddedPorts({ table: "dynalite" }));

testPayloadStoreConformance(SUBJECT, () => embeddedPorts());

testLockStoreConformance(`${SUBJECT}, the table of this platform`, () => embeddedPorts());

testLockStoreConformance(`${SUBJECT}, dynalite`, () => embeddedPorts({ table: "dynalite" }));

testEffectStoreConformance(`${SUBJECT}, the table of this platform`, () => embeddedPorts());

testEffectStoreConformance(`${SUBJECT}, dynalite`, () => embeddedPorts({ table: "dynalite" }));

testEffectGuardConformance(`${SUBJECT}, the table of this platform`, () => embeddedGuard());

testEffectGuardConformance(`${SUBJECT}, dynalite`, () => embeddedGuard({ table: "dynalite" }));

/** The guard by Powertools on an embedded table, with a wall clock that can be set. */
async function embeddedGuard(
  options: Parameters<typeof embeddedPorts>[0] = {},
): Promise<EffectGuardUnderTest> {
  const { effectStore, close } = await embeddedPorts(options);
  const system = systemClock();
  let ahead = 0;
  const clock: Clock = { ...system, now: () => system.now() + ahead };
  return {
    guard: createEffectGuard({ store: effectStore, clock, random: systemRandom() }),
    advance: async (ms) => {
      ahead += ms;
    },
    close,
  };
}

testTagIndexConformance(`${SUBJECT}, the table of this platform`, () => embeddedPorts());

testTagIndexConformance(`${SUBJECT}, dynalite`, () => embeddedPorts({ table: "dynalite" }));
