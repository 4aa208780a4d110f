import {
  CeleriacError,
  encodeEnvelope,
  encodeRedriveMark,
  REDRIVE_ATTRIBUTE,
} from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { never, revoke, setup } from "./scripted-tasks.ts";

describe("the heartbeat keeps lease and message, and hears of trouble", () => {
  it("extends both while the handler h.script.runs", async () => {
    const h = setup((context) => h.clock.sleep(100_000).then(() => context.attempt));
    const envelope = h.envelope("work");
    let inFlight = 0;
    h.clock.timer(95_000, () => {
      inFlight = h.queues.depth("default").inFlight;
    });
    expect((await h.run("default", envelope)).result).toBe("succeeded");
    expect(h.record(envelope.taskId)).toMatchObject({ attempts: 1, state: "SUCCESS" });
    expect([h.script.runs, inFlight]).toEqual([1, 1]);
  });

  it("has ended before the backoff is set, which a late beat would override", async () => {
    // A beat starts at 20 s and takes 3 s; the handler fails in the middle of it.
    const h = setup(
      async () => {
        await h.clock.sleep(21_000);
        throw new Error("no");
      },
      () => undefined,
      (seconds) => (seconds === 30 ? 3000 : 0),
    );
    await h.run("default", h.envelope("work"));
    await h.clock.advance(10_000);
    expect(h.queues.depth("default").visible).toBe(1);
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
    const before = h.clock.now();
    expect(await h.run("default", envelope)).toMatchObject({ acknowledge: false, result: "left" });
    expect([reason, h.record(envelope.taskId).owner]).toEqual(["lease-lost", "thief"]);
    expect(h.clock.now() - before).toBe(10_000);
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
    h.script.behaviour = () => "ran";
    expect((await h.next("default")).result).toBe("succeeded");
  });

  it("but a host that is broken leaves its tasks as lost: one of them may have broken it", async () => {
    const h = setup(never);
    const leaving = new AbortController();
    const broken = new CeleriacError("worker-lost", "broken");
    h.clock.timer(3000, () => leaving.abort(broken));
    const envelope = h.envelope("work");
    const outcome = await h.run("default", envelope, { shutdown: leaving.signal });
    expect(outcome).toMatchObject({ acknowledge: false, result: "left" });
    expect(h.record(envelope.taskId)).toMatchObject({ state: "STARTED", attempts: 1, excused: 0 });
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

  it("redriven, it is claimed: its record tells of the redrive", async () => {
    const h = setup();
    const envelope = h.envelope("quiet");
    const attributes = { [REDRIVE_ATTRIBUTE]: encodeRedriveMark({ at: 5, edited: false }) };
    await h.queues.send("default", { body: encodeEnvelope(envelope), attributes });
    expect((await h.next("default")).result).toBe("succeeded");
    expect(h.record(envelope.taskId)).toMatchObject({
      state: "SUCCESS",
      redrives: [{ at: 5, way: "letters", generation: 0, edited: false }],
    });
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

  it("does not fall when a write that hung in the network arrives after a newer one", async () => {
    const seen: unknown[] = [];
    const h = setup(
      async ({ progress, taskId }) => {
        for (let n = 1; n <= 5; n += 1) {
          progress(n);
          await h.clock.sleep(1000);
          seen.push(h.record(taskId).progress);
        }
      },
      (call, index) => (call === "update" && index === 0 ? { lateMs: 2500 } : undefined),
    );
    await h.run("default", h.envelope("work"));
    expect(seen).toEqual([undefined, 2, 3, 4, 5]);
  });

  it("goes on over a heartbeat's write", async () => {
    const seen: unknown[] = [];
    const h = setup(async ({ progress, taskId }) => {
      for (let n = 1; n <= 16; n += 1) {
        progress(n);
        await h.clock.sleep(1000);
        seen.push(h.record(taskId).progress);
      }
    });
    await h.run("default", h.envelope("work"));
    expect(seen.slice(-3)).toEqual([14, 15, 16]);
  });

  it("refuses what JSON cannot carry, in the handler", async () => {
    const h = setup(({ progress }) => progress(() => 1));
    const envelope = h.envelope("work");
    await h.run("default", envelope);
    expect(h.record(envelope.taskId).error).toMatchObject({ code: "not-serialisable" });
  });
});
