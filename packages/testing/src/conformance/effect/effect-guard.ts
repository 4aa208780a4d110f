import { describe } from "vitest";
import { SUITE_TIMEOUT_MS, underTest } from "../under-test.ts";
import { attemptsStayInOrder, effectsAreFenced } from "./effects-are-fenced.ts";
import {
  effectsHappenOnce,
  failuresAreNoEffects,
  heldEffectsAreKept,
} from "./effects-happen-once.ts";
import type { EffectGuardUnderTest, GuardGroup } from "./guard-under-test.ts";
import { keysKeepApart } from "./keys-keep-apart.ts";

/**
 * Tests that an effect guard lets one task at a time perform an effect, once within its window, and that whoever has lost
 * it can neither complete it nor give it up. Call it where tests are collected.
 */
export function testEffectGuardConformance(
  name: string,
  setup: () => Promise<EffectGuardUnderTest>,
): void {
  describe(`${name}: effect guard`, { timeout: SUITE_TIMEOUT_MS }, () => {
    const port = underTest(setup);
    for (const group of GROUPS) group(port);
  });
}

const GROUPS: readonly GuardGroup[] = [
  effectsHappenOnce,
  heldEffectsAreKept,
  failuresAreNoEffects,
  effectsAreFenced,
  attemptsStayInOrder,
  keysKeepApart,
];
