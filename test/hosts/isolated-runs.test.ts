import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { systemClock } from "@celeriac/aws";
import type { Delivery } from "@celeriac/engine";
import { createMemoryLogger, type MemoryLogger } from "@celeriac/testing/models";
import { createIsolatedRuns, type RunIsolated } from "@celeriac/worker";
import { describe, expect, it } from "vitest";

const ENTRY = fileURLToPath(new URL("./isolated-child.ts", import.meta.url));

function setup(mode: string): { readonly run: RunIsolated; readonly logger: MemoryLogger } {
  const logger = createMemoryLogger();
  const environment = { PATH: process.env["PATH"], MODE: mode };
  const run = createIsolatedRuns({ entry: ENTRY, environment, clock: systemClock(), logger });
  return { run, logger };
}

const delivery = (fields: Partial<Delivery> = {}): Delivery => ({
  queue: "default",
  message: { messageId: "m", receiptHandle: "r", body: "body", receiveCount: 3, sentAt: 1 },
  receivedAt: systemClock().monotonic(),
  ...fields,
});

describe("a delivery in a process of its own", { timeout: 30_000 }, () => {
  it("has the outcome that the process says", async () => {
    expect(await setup("runs").run(delivery())).toEqual({
      acknowledge: true,
      result: "succeeded",
      taskId: "default body",
    });
  });

  it("that takes the process along leaves its message alone, and says what it died of", async () => {
    const { run, logger } = setup("killed");
    expect(await run(delivery())).toEqual({ acknowledge: false, result: "left" });
    expect(logger.lines.at(-1)?.fields).toMatchObject({ ended: "SIGKILL" });
  });

  it("is not run where no such process gets ready, and says why", async () => {
    const { run, logger } = setup("unready");
    expect(await run(delivery())).toBe("unable");
    expect(logger.lines.at(-1)?.fields).toMatchObject({ entry: ENTRY, ended: 3 });
  });

  it("is one at a time, and makes room when it has ended", async () => {
    const { run } = setup("runs");
    const first = run(delivery());
    expect(await run(delivery())).toBe("no-room");
    expect(await first).toMatchObject({ result: "succeeded" });
    expect(await run(delivery())).toMatchObject({ result: "succeeded" });
  });

  it("is given back when the worker wants its tasks back, also before it was ready", async () => {
    const early = AbortSignal.abort();
    expect(await setup("waits").run(delivery({ shutdown: early }))).toMatchObject({
      result: "snoozed",
    });
  });

  it.each(["before", "while"])("ends with the worker that is gone %s it runs", async (when) => {
    const environment = { PATH: process.env["PATH"], MODE: "waits", CELERIAC_ISOLATED: "1" };
    const child = fork(ENTRY, { env: environment });
    const exited = once(child, "exit");
    await once(child, "message");
    if (when === "while") {
      const { queue, message } = delivery();
      child.send({ kind: "run", queue, message, agoMs: 0 });
    }
    child.disconnect();
    expect(await exited).toEqual([0, null]);
  });
});
