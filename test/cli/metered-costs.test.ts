import { type CostLine, costReport, type Workload } from "@celeriac/cli";
import type { Client } from "@celeriac/client";
import { afterAll, describe, expect, it } from "vitest";
import { app, idempotent, plain, unique, untracked } from "./metered-app.ts";
import { startMeteredSystem } from "./metered-system.ts";

const system = await startMeteredSystem();
afterAll(() => system.stop());

const TASKS = { plain, untracked, unique, idempotent };
type Kind = keyof typeof TASKS;

const workload: Workload = {
  ...{ tasks: 1, runTimeMs: 1, cpuTimeMs: 0, memoryMb: undefined },
  ...{ payloadBytes: 300, resultBytes: 50, retries: 0, tags: 0, farEta: false, batched: false },
};

function linesOf(kind: Kind, more: Partial<Workload>): readonly CostLine[] {
  const asked = { ...workload, ...more };
  const [cost] = costReport(app, asked, TASKS[kind].name).tasks;
  return (asked.batched ? cost?.batched : cost?.single) ?? [];
}

function quantity(lines: readonly CostLine[], beginning: RegExp): number {
  return lines
    .filter(({ what, price }) => beginning.test(`${price} ${what}`))
    .reduce((sum, line) => sum + line.quantity, 0);
}

let keys = 0;

/** As many bytes of JSON as the model is told, different each time. */
function inputOf({ payloadBytes, resultBytes, retries }: Workload) {
  keys += 1;
  const rest = { fails: retries, result: resultBytes };
  const frame = JSON.stringify({ filler: "", ...rest }).length;
  return { filler: String(keys).padStart(payloadBytes - frame, "-"), ...rest };
}

const cases: readonly (readonly [Kind, Partial<Workload>])[] = [
  ["plain", {}],
  ["untracked", {}],
  ["unique", {}],
  ["idempotent", {}],
  ["plain", { tags: 2 }],
  ["plain", { payloadBytes: 20_000 }],
  ["plain", { resultBytes: 3000 }],
  ["idempotent", { resultBytes: 3000 }],
  ["plain", { retries: 1 }],
  ["plain", { retries: 2 }],
  ["untracked", { retries: 1 }],
  ["unique", { retries: 1 }],
  ["idempotent", { retries: 1 }],
];

describe("one task on the real adapters costs what the arithmetic says", () => {
  it.each(cases)("%s with %o", async (kind, more) => {
    const asked = { ...workload, ...more };
    const tags = { customer: "c-1", order: "o-1" };
    const enqueue = (client: Client): Promise<unknown> =>
      client.enqueue(TASKS[kind], inputOf(asked), asked.tags === 0 ? {} : { tags });
    const bill = await system.measure(1 + asked.retries, enqueue);
    const lines = linesOf(kind, more);
    expect({
      writeUnits: bill.writeUnits,
      readUnits: bill.readUnits,
      sends: bill.sqs["SendMessageBatch"] ?? 0,
      receives: bill.sqs["ReceiveMessage"] ?? 0,
      deletes: bill.sqs["DeleteMessageBatch"] ?? 0,
      putBack: bill.sqs["ChangeMessageVisibilityBatch"] ?? 0,
    }).toEqual({
      writeUnits: quantity(lines, /^tableWrite /),
      readUnits: quantity(lines, /^tableRead /),
      sends: quantity(lines, /SQS: sends/),
      receives: quantity(lines, /SQS: receives/),
      deletes: quantity(lines, /SQS: deletes/),
      putBack: quantity(lines, /SQS: retries put back/),
    });
  });
});

describe("many tasks on the real adapters", () => {
  it("write as many units as the arithmetic says, and call SQS about as often", async () => {
    const count = 500;
    const inputs = Array.from({ length: count }, () => inputOf(workload));
    const bill = await system.measure(count, (client) => client.enqueueMany(plain, inputs));
    const lines = linesOf("plain", { tasks: count, batched: true });
    expect(bill.writeUnits).toBe(quantity(lines, /^tableWrite /));
    expect(bill.sqs["SendMessageBatch"]).toBe(quantity(lines, /SQS: sends/));
    const { EmptyReceive: _empty, ...calls } = bill.sqs;
    const made = Object.values(calls).reduce((sum, each) => sum + each, 0);
    // Receives and deletes are as full as the load is even.
    expect(made).toBeLessThanOrEqual(1.5 * quantity(lines, /^sqsRequest /));
  });
});

/** A seventh up or down: names of tasks, queues and hosts differ as much. */
function expectAbout(actual: number, expected: number): void {
  expect(actual / expected).toBeGreaterThan(6 / 7);
  expect(actual / expected).toBeLessThan(7 / 6);
}

describe("what the arithmetic takes for sizes", () => {
  const newItem = async (kind: Kind, more: Partial<Workload>, prefix: string): Promise<number> => {
    const before = new Set((await system.items()).map(({ key }) => key));
    const asked = { ...workload, ...more };
    const options = asked.tags === 0 ? {} : { tags: { customer: "c-7", order: "o-7" } };
    await system.measure(1 + asked.retries, (client) =>
      client.enqueue(TASKS[kind], inputOf(asked), options),
    );
    const after = await system.items();
    const made = after.find(({ key }) => key.startsWith(prefix) && !before.has(key));
    return made?.bytes ?? 0;
  };
  it.each<[Kind, Partial<Workload>, string, RegExp, number]>([
    ["plain", {}, "task#", /records/, 45],
    ["plain", { payloadBytes: 5000, resultBytes: 500 }, "task#", /records/, 45],
    ["plain", { payloadBytes: 110, resultBytes: 10 }, "task#", /records/, 45],
    ["idempotent", {}, "effect#", /idempotency keys/, 2],
    ["plain", { tags: 1 }, "tag#", /entries/, 45],
  ])("%s with %o: items of %s", async (kind, more, prefix, what, days) => {
    const months = days / 30.4375;
    // DynamoDB stores 100 bytes more of each item.
    const gbMonths = quantity(linesOf(kind, { ...more, tasks: 1_000_000 }), what);
    const expected = (gbMonths * 2 ** 30) / 1_000_000 / months - 100;
    expectAbout(await newItem(kind, more, prefix), expected);
  });

  it("an envelope", async () => {
    const asked = { ...workload, payloadBytes: 150 };
    const bill = await system.measure(1, (client) => client.enqueue(plain, inputOf(asked)));
    const envelope = bill.sentBytes - 150;
    expect(envelope).toBeGreaterThan(100);
    expect(envelope).toBeLessThan(300);
  });
});
