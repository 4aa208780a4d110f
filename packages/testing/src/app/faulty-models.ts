import type { App } from "@celeriac/core";
import type { VirtualClock } from "../virtual-clock.ts";
import { createArmedFaults } from "./armed-faults.ts";
import { createFaultyPassage } from "./faulty-passage.ts";
import { createMemoryModels, type MemoryModels } from "./memory-models.ts";
import type { Passage } from "./run-in-memory.ts";
import { createTestFaults, type TestFaults } from "./test-faults.ts";
import type { Timeline } from "./timeline.ts";

/** Models on which goes wrong what a test asks for. */
export interface FaultyModels {
  readonly models: MemoryModels;
  readonly passage: Passage;
  readonly faults: TestFaults;
}

export function createFaultyModels(
  app: App,
  clock: VirtualClock,
  timeline: Timeline,
  seed: number | undefined,
): FaultyModels {
  const state = { behindMs: 0, failsDeletes: false };
  const nastiness = {
    get failedDeletes() {
      return state.failsDeletes ? 1 : 0;
    },
  };
  const models = createMemoryModels(app, { clock, seed, history: timeline, nastiness });
  const armed = createArmedFaults();
  const passage = createFaultyPassage({
    ...{ models, armed, timeline },
    behindMs: () => state.behindMs,
    withFailedDelete: (call) => {
      state.failsDeletes = true;
      // The model decides while it is called, before anything else can happen.
      const answer = call();
      state.failsDeletes = false;
      return answer;
    },
  });
  const faults = createTestFaults(armed, (lengthMs) => {
    state.behindMs += lengthMs;
  });
  return { models, passage, faults };
}
