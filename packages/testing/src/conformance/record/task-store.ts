import { describe } from "vitest";
import { SUITE_TIMEOUT_MS, underTest } from "../under-test.ts";
import { fieldsSurvive } from "./fields-survive.ts";
import { guardsHold } from "./guards-hold.ts";
import { recordsAreInserted } from "./records-are-inserted.ts";
import { type StoreGroup, type StoreUnderTest, storeSteps } from "./store-under-test.ts";
import { writesKeepApart } from "./writes-keep-apart.ts";

/**
 * Tests that a task store writes conditionally, whole, and answers what stands there when it refuses. Call it where
 * tests are collected. No difference from AWS may be declared: delivery rests on all of it.
 */
export function testTaskStoreConformance(name: string, setup: () => Promise<StoreUnderTest>): void {
  describe(`${name}: task store`, { timeout: SUITE_TIMEOUT_MS }, () => {
    const port = underTest(setup);
    let number = 0;
    const nextNumber = (): number => {
      number += 1;
      return number;
    };
    for (const group of GROUPS) group(() => storeSteps(port().store, nextNumber));
  });
}

const GROUPS: readonly StoreGroup[] = [
  recordsAreInserted,
  guardsHold,
  fieldsSurvive,
  writesKeepApart,
];
