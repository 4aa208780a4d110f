import { costReport } from "@celeriac/cli";
import { defineApp, defineTask, fargate, lambda } from "celeriac";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHarness } from "../engine/engine-harness.ts";
import { usual } from "./priced-tasks.ts";

const input = z.object({ ms: z.number() });
const PHASES = 50;

type Host = "worker" | "fn";

/** What the engine writes beyond claim and completion, on average over when a task may start between two beats. */
async function beatsMade(host: Host, runTimeMs: number): Promise<number> {
  let beats = 0;
  for (let phase = 0; phase < PHASES; phase += 1) {
    const task = defineTask({
      name: "sleeper",
      input,
      queue: host,
      run: ({ ms }): Promise<void> => harness.clock.sleep(ms),
    });
    const harness = createHarness(appOf([task]));
    await harness.clock.advance(phase * 997);
    const envelope = harness.envelope("sleeper", {
      input: { kind: "inline", value: { ms: runTimeMs } },
    });
    const remainingMs = (): number => 900_000;
    await harness.run(host, envelope, host === "fn" ? { remainingMs } : {});
    const { revision, state } = harness.record(envelope.taskId);
    expect(state).toBe("SUCCESS");
    beats += revision - 2;
  }
  return beats / PHASES;
}

function appOf(tasks: readonly ReturnType<typeof defineTask>[]) {
  return defineApp({
    name: "beating",
    tasks,
    queues: { worker: fargate({ lease: "30s" }), fn: lambda({ timeout: "15m" }) },
  });
}

/** What the arithmetic says. */
function beatsPaid(host: Host, runTimeMs: number): number {
  const app = appOf([defineTask({ name: "sleeper", input, queue: host })]);
  const [cost] = costReport(app, { ...usual, tasks: 1, runTimeMs }).tasks;
  const line = cost?.single.find(({ what }) => what === "DynamoDB: heartbeats");
  return line?.quantity ?? 0;
}

describe("heartbeats are paid for as they are made", () => {
  it.each<[Host, number]>([
    ["worker", 200],
    ["worker", 12_000],
    ["worker", 95_000],
    ["fn", 200],
    ["fn", 30_000],
    ["fn", 300_000],
  ])("on a %s by a task of %d ms", async (host, runTimeMs) => {
    const made = await beatsMade(host, runTimeMs);
    expect(Math.abs(beatsPaid(host, runTimeMs) - made)).toBeLessThanOrEqual(0.1);
  });
});
