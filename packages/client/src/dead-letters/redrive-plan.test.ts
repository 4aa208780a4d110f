import {
  type ClaimRequest,
  type Envelope,
  emptyRecord,
  judgeClaim,
  type RecordedState,
  type TaskRecord,
} from "@celeriac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planRedrive } from "./redrive-plan.ts";

const NOW = 1_800_000_000_000;

const envelope: Envelope = {
  version: 1,
  taskId: "t",
  task: "pay",
  generation: 1,
  enqueuedAt: NOW - 1000,
  hops: 0,
};

const recordIn = (state: RecordedState, generation: number): TaskRecord => ({
  ...emptyRecord(envelope, "default", NOW),
  state,
  generation,
});

const claimOf = (sent: Envelope): ClaimRequest => ({
  envelope: sent,
  queue: "default",
  owner: "o",
  host: "h",
  now: NOW,
  leaseUntil: NOW + 1,
  lostWorkerLimit: 3,
});

describe("the plan of a redrive", () => {
  it("over a failure always sends a generation that may start, whatever generation lay there", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (letter, recorded) => {
        const record = recordIn("FAILURE", recorded);
        const plan = planRedrive({ ...envelope, generation: letter }, record, NOW);
        if (plan.kind !== "send") throw new Error("it is not sent");
        expect(judgeClaim(record, claimOf(plan.envelope)).kind).toBe("take");
      }),
    );
  });

  it("drops eta and expiry, and changes nothing else of a young task", () => {
    const late = { ...envelope, eta: 5, expires: 6, tags: { a: "b" } };
    expect(planRedrive(late, undefined, NOW)).toEqual({
      kind: "send",
      envelope: { ...envelope, tags: { a: "b" }, eta: undefined, expires: undefined },
    });
  });

  it("keeps the age of a task whose eta is young", () => {
    const old = { ...envelope, enqueuedAt: NOW - 100 * 86_400_000, eta: NOW - 1000 };
    expect(planRedrive(old, undefined, NOW)).toMatchObject({
      envelope: { enqueuedAt: old.enqueuedAt },
    });
  });
});
