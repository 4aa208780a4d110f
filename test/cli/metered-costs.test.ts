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
    // Receives and deletes are as full as the load is even: a fifth more is what a start and an end make.
    expect(made).toBeLessThanOrEqual(1.2 * quantity(lines, /^sqsRequest /));
  });
});
