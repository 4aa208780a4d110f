import { describe, expect, it } from "vitest";
import { setup } from "./scripted-tasks.ts";

describe("a put back that SQS refuses", () => {
  it("is not an error of the delivery: the message comes back by itself", async () => {
    const h = setup(
      () => Promise.reject(new Error("no")),
      (call) => (call === "changeVisibility" ? "refuse" : undefined),
    );
    const envelope = h.envelope("work");
    expect(await h.run("default", envelope)).toMatchObject({
      acknowledge: false,
      result: "retried",
    });
    expect(h.logger.lines.filter(({ level }) => level === "error")).toEqual([]);
    await h.clock.advance(30_000);
    await h.next("default");
    expect(h.record(envelope.taskId)).toMatchObject({ state: "FAILURE", attempts: 2 });
  });
});

describe("a renewal that could not be sent", () => {
  it("keeps the old message", async () => {
    const h = setup(
      () => "ran",
      (call) => (call === "send" ? "refuse" : undefined),
    );
    await h.send("default", h.envelope("work"));
    const message = { ...(await h.receive("default")), receiveCount: 49 };
    expect(await h.deliver("default", message)).toMatchObject({
      acknowledge: false,
      result: "left",
    });
  });
});
