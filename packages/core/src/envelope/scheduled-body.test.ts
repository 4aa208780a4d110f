import { describe, expect, it } from "vitest";
import { decodeEnvelope } from "./decode.ts";
import { encodeScheduledBody, scheduledBodyAt } from "./scheduled-body.ts";

const TICK = Date.UTC(2026, 10, 21, 3);

describe("what a recurring schedule sends at a tick", () => {
  const body = encodeScheduledBody("nightly", {
    version: 1,
    task: "report",
    input: { kind: "inline", value: { days: 1 } },
  });

  it("names the tick in its id, and is enqueued at it", () => {
    expect(decodeEnvelope(scheduledBodyAt(body, TICK))).toMatchObject({
      kind: "envelope",
      envelope: {
        taskId: "schedule:nightly:2026-11-21T03:00:00Z",
        tick: TICK,
        enqueuedAt: TICK,
        input: { kind: "inline", value: { days: 1 } },
      },
    });
  });

  it("is no envelope before", () => {
    expect(decodeEnvelope(body).kind).toBe("malformed");
  });
});
