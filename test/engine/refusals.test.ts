import { RejectError } from "@celeriac/core";
import type { Fault, FaultPlan } from "@celeriac/testing/models";
import { describe, expect, it } from "vitest";
import type { EngineHarness } from "./engine-harness.ts";
import { setup } from "./scripted-tasks.ts";

const once =
  (name: string, fault: Fault, at = 0): FaultPlan =>
  (call, index) =>
    call === name && index === at ? fault : undefined;

/** Somebody else's attempt, as it stands in the table. */
const heldElsewhere = async (h: EngineHarness, fields: object = {}): Promise<string> => {
  const envelope = h.envelope("work");
  const now = h.clock.now();
  await h.store.insert({
    taskId: envelope.taskId,
    task: "work",
    queue: "default",
    state: "STARTED",
    generation: 0,
    revision: 1,
    attempts: 1,
    excused: 0,
    owner: "somebody-else",
    leaseUntil: now + 30_000,
    nextAttemptAt: 0,
    revokeRequested: false,
    enqueuedAt: now,
    updatedAt: now,
    removeAfter: now + 1e9,
    ...fields,
  });
  await h.send("default", envelope);
  return envelope.taskId;
};
describe("a claim is refused where another may own the task", () => {
  it("held: put back for the rest of the lease and the skew", async () => {
    const h = setup();
    await heldElsewhere(h);
    expect(await h.next("default")).toMatchObject({ acknowledge: false, result: "put-back" });
    expect(h.script.runs).toBe(0);
    await h.clock.advance(34_999);
    expect(h.queues.depth("default").visible).toBe(0);
    await h.clock.advance(1);
    expect((await h.next("default")).result).toBe("succeeded");
  });

  it("held until 5 s past the lease: hosts' clocks differ", async () => {
    const h = setup();
    const id = await heldElsewhere(h);
    await h.clock.advance(34_999);
    expect((await h.next("default")).result).toBe("put-back");
    expect(h.record(id).owner).toBe("somebody-else");
  });

  it("early: a retry's duplicate waits for its time", async () => {
    const h = setup();
    await heldElsewhere(h, { state: "RETRY", nextAttemptAt: h.clock.now() + 60_000 });
    expect((await h.next("default")).result).toBe("put-back");
    await h.clock.advance(60_000);
    expect((await h.next("default")).result).toBe("succeeded");
  });

  it("superseded: an older generation's message is acknowledged and does nothing", async () => {
    const h = setup();
    await heldElsewhere(h, { generation: 1, state: "RETRY", nextAttemptAt: 0 });
    expect(await h.next("default")).toMatchObject({ acknowledge: true, result: "superseded" });
    expect(h.script.runs).toBe(0);
  });

  it("ahead: a newer generation waits for an unfinished one", async () => {
    const h = setup();
    const id = await heldElsewhere(h);
    const message = await h.receive("default");
    await h.queues.delete("default", message.receiptHandle);
    const outcome = await h.run("default", h.envelope("work", { taskId: id, generation: 1 }));
    expect(outcome).toMatchObject({ acknowledge: false, result: "put-back" });
  });

  it("a newer generation over SUCCESS is acknowledged and does nothing", async () => {
    const h = setup();
    const id = await heldElsewhere(h, { state: "SUCCESS" });
    await h.receive("default");
    const outcome = await h.run("default", h.envelope("work", { taskId: id, generation: 1 }));
    expect([outcome.result, h.script.runs]).toEqual(["superseded", 0]);
  });

  it("a newer generation over FAILURE starts anew, its attempts from 1", async () => {
    const h = setup();
    const id = await heldElsewhere(h, { state: "FAILURE", attempts: 4, reason: "error" });
    await h.receive("default");
    const outcome = await h.run("default", h.envelope("work", { taskId: id, generation: 1 }));
    expect(outcome.result).toBe("succeeded");
    expect(h.record(id)).toMatchObject({ generation: 1, attempts: 1, state: "SUCCESS" });
    expect(h.record(id).reason).toBeUndefined();
  });

  it("a revoked generation does not start", async () => {
    const h = setup();
    const id = await heldElsewhere(h, { state: "FAILURE", revokedGeneration: 1 });
    await h.receive("default");
    const outcome = await h.run("default", h.envelope("work", { taskId: id, generation: 1 }));
    expect([outcome.result, h.script.runs]).toEqual(["revoked", 0]);
    expect(h.record(id)).toMatchObject({ state: "REVOKED", generation: 1 });
  });

  it("final: a duplicate of a finished task continues again, then is acknowledged", async () => {
    const h = setup();
    const id = await heldElsewhere(h, { state: "FAILURE", reason: "error" });
    expect(await h.next("default")).toMatchObject({ acknowledge: true, result: "repeated" });
    // The copy had not been sent: the first owner died before it.
    expect(h.queues.depth("default-dlq").visible).toBe(1);
    expect(h.record(id).deadLetteredGeneration).toBe(1);
    await h.run("default", h.envelope("work", { taskId: id }));
    expect(h.queues.depth("default-dlq").visible).toBe(1);
    expect(h.script.runs).toBe(0);
  });

  it("a dead owner's task that was revoked ends as REVOKED", async () => {
    const h = setup();
    const id = await heldElsewhere(h, { revokeRequested: true });
    await h.clock.advance(35_000);
    expect((await h.next("default")).result).toBe("revoked");
    expect([h.record(id).state, h.script.runs]).toEqual(["REVOKED", 0]);
  });

  it("a task with few retries survives two lost workers all the same", async () => {
    const h = setup();
    await heldElsewhere(h, { attempts: 2 });
    await h.clock.advance(35_000);
    expect((await h.next("default")).result).toBe("succeeded");
  });

  it("workers lost as often as the limit allows end as FAILURE worker-lost", async () => {
    const h = setup();
    const id = await heldElsewhere(h, { attempts: 3, host: "host-9" });
    await h.clock.advance(35_000);
    expect((await h.next("default")).result).toBe("failed");
    const { state, reason, error } = h.record(id);
    expect([state, reason, h.script.runs]).toEqual(["FAILURE", "worker-lost", 0]);
    expect(error?.message).toContain("at attempt 3 on host-9");
    expect(h.queues.peek("default-dlq")[0]?.attributes?.["celeriac-reason"]).toBe("worker-lost");
  });

  it("too old: a message that outlived its record is dead-lettered, not run again", async () => {
    const h = setup();
    const envelope = h.envelope("work", { enqueuedAt: h.clock.now() - 46 * 86_400_000 });
    expect(await h.run("default", envelope)).toMatchObject({ result: "dead-lettered" });
    expect(h.queues.peek("default-dlq")[0]?.attributes?.["celeriac-reason"]).toBe("too-old");
    expect([h.script.runs, h.store.records().length]).toEqual([0, 0]);
  });

  it("an expired duplicate does not end a live attempt", async () => {
    const h = setup();
    const id = await heldElsewhere(h);
    await h.receive("default");
    await h.clock.advance(1000);
    const late = h.envelope("work", { taskId: id, expires: h.clock.now() - 1 });
    expect((await h.run("default", late)).result).toBe("put-back");
    expect(h.record(id).state).toBe("STARTED");
  });
});

describe("an unknown outcome is recognised, never repeated", () => {
  it("of the claim: my own token means that it is mine", async () => {
    const h = setup(() => "ran", once("insert", "unknown"));
    const envelope = h.envelope("work");
    expect((await h.run("default", envelope)).result).toBe("succeeded");
    expect(h.record(envelope.taskId)).toMatchObject({ attempts: 1, state: "SUCCESS" });
    expect(h.script.runs).toBe(1);
  });

  it("of the claim that arrives late: one start, one end", async () => {
    const h = setup(() => "ran", once("insert", { lateMs: 20 }));
    const envelope = h.envelope("work");
    expect((await h.run("default", envelope)).result).toBe("succeeded");
    await h.clock.advance(60_000);
    expect(h.record(envelope.taskId)).toMatchObject({ attempts: 1, state: "SUCCESS" });
  });

  it("of the completion: my own end there is done", async () => {
    const h = setup(() => "ran", once("update", "unknown"));
    const envelope = h.envelope("work");
    expect(await h.run("default", envelope)).toMatchObject({
      acknowledge: true,
      result: "succeeded",
    });
    expect(h.record(envelope.taskId).revision).toBe(2);
  });

  it("of a retry's record: the same retry, put back once", async () => {
    const h = setup(() => Promise.reject(new Error("no")), once("update", "unknown"));
    const envelope = h.envelope("work");
    expect((await h.run("default", envelope)).result).toBe("retried");
    expect(h.record(envelope.taskId)).toMatchObject({ state: "RETRY", attempts: 1, revision: 2 });
  });

  it("of the dead-letter copy: the message comes again and the copy is sent again", async () => {
    const h = setup(() => Promise.reject(new Error("no")), once("send", "refuse"));
    const envelope = h.envelope("work");
    await h.run("default", envelope);
    await h.clock.advance(10_000);
    expect(await h.next("default")).toMatchObject({ acknowledge: false, result: "left" });
    expect(h.record(envelope.taskId).state).toBe("FAILURE");
    await h.clock.advance(5000);
    expect(await h.next("default")).toMatchObject({ acknowledge: true, result: "repeated" });
    expect(h.queues.depth("default-dlq").visible).toBe(1);
  });
});

describe("a store that cannot be reached loses nothing", () => {
  const down = (name: string) => (call: string) => (call === name ? "refuse" : undefined);

  it("at the claim: the message is put back", async () => {
    const h = setup(
      () => "ran",
      (call) => down("insert")(call) ?? down("read")(call),
    );
    expect(await h.run("default", h.envelope("work"))).toMatchObject({
      acknowledge: false,
      result: "put-back",
    });
    expect(h.script.runs).toBe(0);
  });

  it("at the completion: the message is left alone, and the next owner h.script.runs it again", async () => {
    let broken = true;
    const h = setup(
      () => "ran",
      (call) => (broken && call === "update" ? "refuse" : undefined),
    );
    const envelope = h.envelope("work");
    expect(await h.run("default", envelope)).toMatchObject({ acknowledge: false, result: "left" });
    expect(h.record(envelope.taskId).state).toBe("STARTED");
    broken = false;
    await h.clock.advance(60_000);
    expect((await h.next("default")).result).toBe("succeeded");
    expect([h.script.runs, h.record(envelope.taskId).attempts]).toEqual([2, 2]);
  });

  it("at the reading of a failure: its next delivery sends the dead letter", async () => {
    let broken = true;
    const h = setup(
      () => Promise.reject(new RejectError("never")),
      (call) => (broken && call === "read" ? "refuse" : undefined),
    );
    const envelope = h.envelope("work");
    expect(await h.run("default", envelope)).toMatchObject({ acknowledge: false, result: "left" });
    expect(h.record(envelope.taskId).state).toBe("FAILURE");
    broken = false;
    await h.clock.advance(30_000);
    expect(await h.next("default")).toMatchObject({ acknowledge: true, result: "repeated" });
    expect(h.queues.depth("default-dlq").visible).toBe(1);
  });
});
