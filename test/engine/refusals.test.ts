import {
  defineApp,
  defineTask,
  fargate,
  judgeRevoke,
  RejectError,
  type TaskContext,
} from "@celeriac/core";
import type { Fault } from "@celeriac/testing";
import { describe, expect, it } from "vitest";
import { createHarness, type EngineHarness } from "./engine-harness.ts";

let behaviour: (context: TaskContext) => unknown = () => "ran";
let runs = 0;
const work = defineTask({
  name: "work",
  retry: { maxRetries: 1, backoff: "10s", jitter: "none" },
  run: async (_input: undefined, context) => {
    runs += 1;
    return behaviour(context);
  },
});
const quiet = defineTask({
  name: "quiet",
  ignoreResult: true,
  retry: { maxRetries: 1, backoff: "10s", jitter: "none" },
  run: async (_input: undefined, context) => {
    runs += 1;
    return behaviour(context);
  },
});
const app = defineApp({
  name: "engine",
  tasks: [work, quiet],
  queues: { default: fargate({ lease: "30s" }) },
});

const setup = (
  run: (context: TaskContext) => unknown = () => "ran",
  faults?: (call: string, index: number) => Fault | undefined,
): EngineHarness => {
  behaviour = run;
  runs = 0;
  return createHarness(app, faults === undefined ? {} : { faults });
};
const once =
  (name: string, fault: Fault, at = 0) =>
  (call: string, index: number): Fault | undefined =>
    call === name && index === at ? fault : undefined;
const never = (): Promise<never> => new Promise(() => undefined);

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
const revoke = async (h: EngineHarness, taskId: string): Promise<void> => {
  const current = h.record(taskId);
  const decision = judgeRevoke(current, h.clock.now());
  if (decision.kind !== "write") throw new Error(`nothing to write: ${decision.kind}`);
  await h.store.update(taskId, { kind: "revision", revision: current.revision }, decision.change);
};

describe("a claim is refused where another may own the task", () => {
  it("held: put back for the rest of the lease and the skew", async () => {
    const h = setup();
    await heldElsewhere(h);
    expect(await h.next("default")).toMatchObject({ acknowledge: false, result: "put-back" });
    expect(runs).toBe(0);
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
    expect(runs).toBe(0);
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
    const outcome = await h.run("default", h.envelope("work", { taskId: id, generation: 1 }));
    expect([outcome.acknowledge, runs]).toEqual([true, 0]);
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
    expect([outcome.result, runs]).toEqual(["revoked", 0]);
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
    expect(runs).toBe(0);
  });

  it("a dead owner's task that was revoked ends as REVOKED", async () => {
    const h = setup();
    const id = await heldElsewhere(h, { revokeRequested: true });
    await h.clock.advance(35_000);
    expect((await h.next("default")).result).toBe("revoked");
    expect([h.record(id).state, runs]).toEqual(["REVOKED", 0]);
  });

  it("workers lost as often as the limit allows end as FAILURE worker-lost", async () => {
    const h = setup();
    const id = await heldElsewhere(h, { attempts: 3, host: "host-9" });
    await h.clock.advance(35_000);
    expect((await h.next("default")).result).toBe("failed");
    const { state, reason, error } = h.record(id);
    expect([state, reason, runs]).toEqual(["FAILURE", "worker-lost", 0]);
    expect(error?.message).toContain("3 times, last on host-9");
    expect(h.queues.peek("default-dlq")[0]?.attributes?.["celeriac-reason"]).toBe("worker-lost");
  });

  it("too old: a message that outlived its record is dead-lettered, not run again", async () => {
    const h = setup();
    const envelope = h.envelope("work", { enqueuedAt: h.clock.now() - 46 * 86_400_000 });
    expect(await h.run("default", envelope)).toMatchObject({ result: "dead-lettered" });
    expect(h.queues.peek("default-dlq")[0]?.attributes?.["celeriac-reason"]).toBe("too-old");
    expect([runs, h.store.records().length]).toEqual([0, 0]);
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
    expect(runs).toBe(1);
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
    expect(runs).toBe(0);
  });

  it("at the completion: the message is left alone, and the next owner runs it again", async () => {
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
    expect([runs, h.record(envelope.taskId).attempts]).toEqual([2, 2]);
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

describe("the heartbeat keeps lease and message, and hears of trouble", () => {
  it("extends both while the handler runs", async () => {
    const h = setup((context) => h.clock.sleep(100_000).then(() => context.attempt));
    const envelope = h.envelope("work");
    expect((await h.run("default", envelope)).result).toBe("succeeded");
    expect(h.record(envelope.taskId)).toMatchObject({ attempts: 1, state: "SUCCESS" });
    expect(runs).toBe(1);
  });

  it("a revoke aborts the signal, and the task ends as REVOKED", async () => {
    let reason: unknown;
    const h = setup(
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            reason = (signal.reason as { code: string }).code;
            reject(signal.reason);
          });
        }),
    );
    const envelope = h.envelope("work");
    h.clock.timer(5000, () => void revoke(h, envelope.taskId));
    expect(await h.run("default", envelope)).toMatchObject({
      acknowledge: true,
      result: "revoked",
    });
    expect([reason, h.record(envelope.taskId).state]).toEqual(["revoke-requested", "REVOKED"]);
  });

  it("a handler that does not listen to a revoke is ended after a grace", async () => {
    const h = setup(never);
    const envelope = h.envelope("work");
    h.clock.timer(5000, () => void revoke(h, envelope.taskId));
    expect((await h.run("default", envelope)).result).toBe("revoked");
    expect(h.record(envelope.taskId).state).toBe("REVOKED");
  });

  it("a revoke that comes while the handler fails wins over the retry", async () => {
    const h = setup(async () => {
      await revoke(h, "task-1");
      throw new Error("no");
    });
    expect((await h.run("default", h.envelope("work"))).result).toBe("revoked");
    expect(h.record("task-1").state).toBe("REVOKED");
  });

  it("a success that was reached all the same is kept", async () => {
    const h = setup(async () => {
      await revoke(h, "task-1");
      return "done";
    });
    expect((await h.run("default", h.envelope("work"))).result).toBe("succeeded");
  });

  it("another owner in the record: aborted at the next beat, the message left alone", async () => {
    let reason: unknown;
    const h = setup(({ signal }) => {
      signal.addEventListener("abort", () => {
        reason = (signal.reason as { code: string }).code;
      });
      return never();
    });
    const envelope = h.envelope("work");
    h.clock.timer(1000, () => {
      const { revision } = h.record(envelope.taskId);
      void h.store.update(envelope.taskId, { kind: "revision", revision }, { owner: "thief" });
    });
    expect(await h.run("default", envelope)).toMatchObject({ acknowledge: false, result: "left" });
    expect([reason, h.record(envelope.taskId).owner]).toEqual(["lease-lost", "thief"]);
  });

  it("beats that fail until the lease is over abort the attempt at the lease's end", async () => {
    const h = setup(never, (call) => (call === "update" ? "refuse" : undefined));
    const before = h.clock.now();
    expect(await h.run("default", h.envelope("work"))).toMatchObject({ result: "left" });
    expect(h.clock.now() - before).toBe(30_000);
  });

  it("an owner who lost the task drops its result", async () => {
    const h = setup(async () => {
      const { revision } = h.record("task-1");
      await h.store.update("task-1", { kind: "revision", revision }, { owner: "thief" });
      return "mine";
    });
    expect(await h.run("default", h.envelope("work"))).toMatchObject({
      acknowledge: false,
      result: "left",
    });
    expect(h.record("task-1").result).toBeUndefined();
  });
});

describe("a host that leaves gives its tasks back at once", () => {
  it("the attempt is excused and can start elsewhere a second later", async () => {
    const h = setup(never);
    const leaving = new AbortController();
    h.clock.timer(3000, () => leaving.abort());
    const envelope = h.envelope("work");
    const outcome = await h.run("default", envelope, { shutdown: leaving.signal });
    expect(outcome).toMatchObject({ acknowledge: false, result: "snoozed" });
    expect(h.record(envelope.taskId)).toMatchObject({ state: "RETRY", attempts: 1, excused: 1 });
    await h.clock.advance(1000);
    behaviour = () => "ran";
    expect((await h.next("default")).result).toBe("succeeded");
  });

  it("a handler that finishes in the grace has finished", async () => {
    const h = setup(
      ({ signal }) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => resolve("saved"));
        }),
    );
    const leaving = new AbortController();
    h.clock.timer(3000, () => leaving.abort());
    const outcome = await h.run("default", h.envelope("work"), { shutdown: leaving.signal });
    expect(outcome.result).toBe("succeeded");
  });
});

describe("a task without a result costs the table nothing", () => {
  it("success writes no record", async () => {
    const h = setup();
    expect(await h.run("default", h.envelope("quiet"))).toMatchObject({
      acknowledge: true,
      result: "succeeded",
    });
    expect(h.store.records()).toEqual([]);
  });

  it("its first failure writes one, and the protocol goes on from there", async () => {
    const h = setup(() => Promise.reject(new Error("no")));
    const envelope = h.envelope("quiet");
    expect((await h.run("default", envelope)).result).toBe("retried");
    expect(h.record(envelope.taskId)).toMatchObject({ state: "RETRY", attempts: 1 });
    await h.clock.advance(10_000);
    expect((await h.next("default")).result).toBe("failed");
    expect(h.queues.depth("default-dlq").visible).toBe(1);
  });

  it("from the second receive on it is claimed", async () => {
    const h = setup();
    const envelope = h.envelope("quiet");
    await h.send("default", envelope);
    const message = await h.receive("default");
    await h.queues.changeVisibility("default", message.receiptHandle, 0);
    expect((await h.next("default")).result).toBe("succeeded");
    expect(h.record(envelope.taskId).state).toBe("SUCCESS");
  });
});

describe("progress grows and is never lost", () => {
  it("is written at most once a second, the last value with the end", async () => {
    const h = setup(async ({ progress }) => {
      for (let n = 1; n <= 25; n += 1) {
        progress(n);
        await h.clock.sleep(100);
      }
    });
    const envelope = h.envelope("work");
    await h.run("default", envelope);
    const { progress, revision } = h.record(envelope.taskId);
    // Claim, three writes of progress in 2.5 s, completion.
    expect([progress, revision]).toEqual([25, 5]);
  });

  it("refuses what JSON cannot carry, in the handler", async () => {
    const h = setup(({ progress }) => progress(() => 1));
    const envelope = h.envelope("work");
    await h.run("default", envelope);
    expect(h.record(envelope.taskId).error).toMatchObject({ code: "not-serialisable" });
  });
});
