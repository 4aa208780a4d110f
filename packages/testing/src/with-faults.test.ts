import { CeleriacError } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { createMemoryQueues } from "./queues/memory-queues.ts";
import { createSeededRandom } from "./seeded-random.ts";
import { createMemoryPayloadStore } from "./stores/memory-payload-store.ts";
import { createVirtualClock } from "./virtual-clock.ts";
import { type Fault, type FaultPlan, withFaults } from "./with-faults.ts";

const LATE: Fault = { lateMs: 500 };

describe("a port behind faults does as planned", () => {
  it("nothing goes wrong without a fault", async () => {
    const { store } = faulty(() => undefined);
    await store.put("k", "text");
    expect(await store.get("k")).toBe("text");
  });

  it("refuse: throws, and nothing is applied", async () => {
    const { store } = faulty(onPut("refuse"));
    await expectRetryable(store.put("k", "text"));
    expect(store.keys()).toEqual([]);
  });

  it("unknown: applied, then throws", async () => {
    const { store } = faulty(onPut("unknown"));
    await expectRetryable(store.put("k", "text"));
    expect(store.keys()).toEqual(["k"]);
  });

  it("late: throws, and is applied later", async () => {
    const { store, clock } = faulty(onPut(LATE));
    await expectRetryable(store.put("k", "text"));
    await clock.advance(499);
    expect(store.keys()).toEqual([]);
    await clock.advance(1);
    expect(store.keys()).toEqual(["k"]);
  });

  it("hang: never settles, and nothing is applied", async () => {
    const { store, clock } = faulty(onPut("hang"));
    let settled = false;
    const end = (): void => {
      settled = true;
    };
    store.put("k", "text").then(end, end);
    await clock.advance(86_400_000);
    expect(settled).toBe(false);
    expect(store.keys()).toEqual([]);
  });

  it("the port's own error stays unseen when the outcome is unknown", async () => {
    const { store } = faulty(onPut("unknown"));
    await expect(store.put("no key", "text")).rejects.toMatchObject({ code: "unreachable" });
  });
});

describe("the plan is asked about each call", () => {
  it("with its name, and how many of that name came before", async () => {
    const asked: string[] = [];
    const { store } = faulty((call, index) => {
      asked.push(`${call} ${index}`);
      return undefined;
    });
    await store.put("a", "1");
    await store.get("a");
    await store.put("b", "2");
    store.keys();
    expect(asked).toEqual(["put 0", "get 0", "put 1"]);
  });
});

describe("ports that answer errors answer faults", () => {
  it.each([
    ["refuse", false, 0],
    ["unknown", true, 1],
    [LATE, true, 0],
  ] as const)("a send: %j", async (fault, uncertain, stored) => {
    const queues = faultyQueues((call) => (call === "send" ? fault : undefined));
    const answer = await queues.send("q", { body: "b" });
    expect(answer).toMatchObject({ ok: false, uncertain, error: { retryable: true } });
    expect(queues.depth("q").visible).toBe(stored);
  });

  it("a delete and a change of visibility", async () => {
    const queues = faultyQueues((call) =>
      call === "delete" || call === "changeVisibility" ? "unknown" : undefined,
    );
    await queues.send("q", { body: "b" });
    const [message] = await queues.receive("q", { max: 1, waitSeconds: 0, visibilitySeconds: 9 });
    const receipt = message?.receiptHandle ?? "";
    const failure = { ok: false, gone: false, error: { retryable: true } };
    expect(await queues.changeVisibility("q", receipt, 5)).toMatchObject(failure);
    expect(await queues.delete("q", receipt)).toMatchObject(failure);
    expect(queues.peek("q")).toEqual([]);
  });

  it("a receive throws, and what it took is hidden", async () => {
    const queues = faultyQueues((call) => (call === "receive" ? "unknown" : undefined));
    await queues.send("q", { body: "b" });
    await expectRetryable(queues.receive("q", { max: 1, waitSeconds: 0, visibilitySeconds: 9 }));
    expect(queues.depth("q").inFlight).toBe(1);
  });
});

function onPut(fault: Fault): FaultPlan {
  return (call) => (call === "put" ? fault : undefined);
}

function faulty(plan: FaultPlan) {
  const clock = createVirtualClock();
  return { clock, store: withFaults(createMemoryPayloadStore(), plan, clock) };
}

function faultyQueues(plan: FaultPlan) {
  const clock = createVirtualClock();
  const random = createSeededRandom(1);
  return withFaults(createMemoryQueues({ clock, random, queues: { q: {} } }), plan, clock);
}

async function expectRetryable(call: Promise<unknown>): Promise<void> {
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  expect(CeleriacError.is(error) && error.retryable).toBe(true);
}
