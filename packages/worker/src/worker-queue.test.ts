import { CeleriacError } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { checkWorkerQueues, type WorkerQueue } from "./worker-queue.ts";

const queue: WorkerQueue = { name: "video", concurrency: 4, visibilitySeconds: 30, drainMs: 0 };

function refusal(queues: readonly WorkerQueue[]): string {
  try {
    checkWorkerQueues(queues);
  } catch (error) {
    if (CeleriacError.is(error, "invalid-options")) return error.message;
  }
  return "";
}

describe("queues that no worker could consume are refused", () => {
  it.each([
    ["concurrency", { concurrency: 0 }],
    ["concurrency", { concurrency: 1.5 }],
    ["visibilitySeconds", { visibilitySeconds: 43_201 }],
    ["drainMs", { drainMs: -1 }],
    ["drainMs", { drainMs: Number.NaN }],
    ["maxPolls", { maxPolls: 0 }],
  ])("a wrong %s, naming queue, value and range", (what, change) => {
    const message = refusal([{ ...queue, ...change }]);
    expect(message).toContain(`${what} of queue "video" is ${Object.values(change)[0]}`);
    expect(message).toContain("expected a whole number from");
  });

  it("none at all, or one named twice", () => {
    expect(refusal([])).toContain("at least one queue");
    expect(refusal([queue, queue])).toContain("named twice");
  });

  it("good ones are taken", () => {
    expect(refusal([queue, { ...queue, name: "other", maxPolls: 3 }])).toBe("");
  });
});
