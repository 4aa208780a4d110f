import { deadLetterQueueOf } from "@celeriac/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTill, type Till } from "./till.ts";

const [CTRL_C, ENTER, CTRL_D] = ["\u0003", "\r", "\u0004"];
const ESCAPE = "\u001b";

let till: Till;
beforeAll(async () => {
  till = await openTill({ functions: false });
});
afterAll(() => till.stop());

/** All messages of a queue and its dead-letter queue. */
async function countIn(queue: string): Promise<{ readonly sent: number; readonly dead: number }> {
  const [sent, dead] = await Promise.all(
    [queue, deadLetterQueueOf(queue)].map((name) => till.ports.queueDepth(name)),
  );
  const sum = (depth: typeof sent): number => (depth?.visible ?? 0) + (depth?.inFlight ?? 0);
  return { sent: sum(sent), dead: sum(dead) };
}

describe("the commands in a real terminal", () => {
  it("are coloured there, and not where NO_COLOR is said", async () => {
    const coloured = till.terminal(["queues"]);
    expect(await coloured.ended).toBe(0);
    expect(coloured.output()).toContain(`${ESCAPE}[1mQUEUE${ESCAPE}[22m`);
    const plain = till.terminal(["queues"], { NO_COLOR: "1" });
    expect(await plain.ended).toBe(0);
    expect(plain.output()).not.toContain(ESCAPE);
  });

  it("ask, and go on for a yes alone", async () => {
    await till.bury("parked", ["x"]);
    for (const [answer, code, left] of [
      [`n${ENTER}`, 1, 1],
      [CTRL_D, 1, 1],
      [CTRL_C, 130, 1],
      [`y${ENTER}`, 0, 0],
    ] as const) {
      const terminal = till.terminal(["dlq", "purge", "parked"]);
      await terminal.until(/About 1 dead letter of queue "parked".* Go on\? \[y\/N\] /s);
      terminal.type(answer);
      expect(await terminal.ended).toBe(code);
      if (code === 1) expect(terminal.output()).toMatch(/\r\nNothing was changed\.\r\n$/);
      expect(await countIn("parked")).toMatchObject({ dead: left });
    }
  });

  it("draw how far a redrive is, and lose nothing to Ctrl-C in the middle of it", async () => {
    const ids = Array.from({ length: 60 }, (_, n) => `task-${n}`);
    await till.bury("default", ids);
    const terminal = till.terminal(["dlq", "redrive", "default", "--rate", "8"]);
    await terminal.until(/(\d+) of at most 60 dead letters/);
    await terminal.until(/\r.*[3-9] of at most 60 dead letters/);
    terminal.type(CTRL_C);
    expect(await terminal.ended).toBe(130);
    const said = /(\d+) redriven\r\nEnded early: what was not sent lies where it lay\.\r\n$/.exec(
      terminal.output(),
    );
    const redriven = Number(said?.[1]);
    expect(redriven).toBeGreaterThan(2);
    expect(redriven).toBeLessThan(60);
    expect(await countIn("default")).toEqual({ sent: redriven, dead: 60 - redriven });
  });

  it("watch until Ctrl-C, drawing over what they have drawn", async () => {
    const terminal = till.terminal(["queues", "--watch", "100ms"]);
    for (let round = 0; round < 3; round += 1) await terminal.until(/DEAD LETTERS/);
    terminal.type(CTRL_C);
    expect(await terminal.ended).toBe(130);
    expect(terminal.output().startsWith(`${ESCAPE}[2J${ESCAPE}[3J${ESCAPE}[H`)).toBe(true);
  });

  it("leave the task alone when the waiting for it is ended", async () => {
    const terminal = till.terminal(["call", "later", "--wait"]);
    const [, id] = await terminal.until(/task (\S+)\r\n/);
    await terminal.until(/PENDING/);
    terminal.type(CTRL_C);
    expect(await terminal.ended).toBe(130);
    expect(terminal.output()).toContain(`The task goes on: celeriac result ${id} --wait`);
    expect(await countIn("parked")).toMatchObject({ sent: 1 });
  });
});
