import { describe, expect, it } from "vitest";
import {
  isFinal,
  isLegalTransition,
  type RecordedState,
  type TaskState,
  TRANSITIONS,
} from "./task-state.ts";

const STATES: readonly TaskState[] = [
  "PENDING",
  "STARTED",
  "RETRY",
  "SUCCESS",
  "FAILURE",
  "REVOKED",
  "EXPIRED",
];
const RECORDED = STATES.slice(1) as readonly RecordedState[];

/** design/delivery.md's table, written down a second time: within a generation. */
const LEGAL = new Set([
  "PENDING STARTED",
  "PENDING REVOKED",
  "PENDING EXPIRED",
  "STARTED STARTED",
  "STARTED RETRY",
  "STARTED SUCCESS",
  "STARTED FAILURE",
  "STARTED REVOKED",
  "STARTED EXPIRED",
  "RETRY STARTED",
  "RETRY REVOKED",
  "RETRY EXPIRED",
]);
const REOPENED = new Set(["FAILURE STARTED", "FAILURE REVOKED", "FAILURE EXPIRED"]);
const PAIRS = STATES.flatMap((from) => RECORDED.map((to) => [from, to] as const));

describe("The state table is total", () => {
  it("has every state", () => {
    expect(new Set(Object.keys(TRANSITIONS))).toEqual(new Set(STATES));
  });

  it.each(PAIRS)("%s to %s in the same generation", (from, to) => {
    const legal = isLegalTransition({ state: from, generation: 3 }, { state: to, generation: 3 });
    expect(legal).toBe(LEGAL.has(`${from} ${to}`));
  });

  it.each(PAIRS.filter(([from]) => from !== "PENDING"))(
    "%s to %s in another generation",
    (from, to) => {
      const newer = isLegalTransition({ state: from, generation: 3 }, { state: to, generation: 4 });
      const older = isLegalTransition({ state: from, generation: 3 }, { state: to, generation: 2 });
      expect(newer).toBe(REOPENED.has(`${from} ${to}`));
      expect(older).toBe(false);
    },
  );
});

describe("A final state ends its generation", () => {
  it.each(STATES)("%s", (state) => {
    expect(isFinal(state)).toBe(["SUCCESS", "FAILURE", "REVOKED", "EXPIRED"].includes(state));
    expect(isFinal(state)).toBe(TRANSITIONS[state].length === 0);
  });
});
