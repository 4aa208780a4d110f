import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";

interface Child {
  readonly lines: Record<string, unknown>[];
  readonly exited: Promise<readonly unknown[]>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves once a line with this message was written. */
  wrote(message: string): Promise<void>;
}

function start(mode: string): Child {
  const script = new URL("./worker-child.ts", import.meta.url);
  const child: ChildProcess = spawn(process.execPath, [script.pathname, mode], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: Record<string, unknown>[] = [];
  let waiting: (() => void)[] = [];
  if (child.stdout === null) throw new Error("the child has no output");
  createInterface(child.stdout).on("line", (line) => {
    lines.push(JSON.parse(line));
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  });
  return {
    lines,
    exited: once(child, "close"),
    kill: (signal) => void child.kill(signal),
    wrote: async (message) => {
      while (!lines.some((line) => line["message"] === message)) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };
}

const messages = (child: Child): unknown[] => child.lines.map((line) => line["message"]);

describe("a worker's process", { timeout: 30_000 }, () => {
  it("ends with 0 after SIGTERM, when nothing runs", async () => {
    const child = start("quick");
    await child.wrote("started");
    child.kill("SIGTERM");
    expect(await child.exited).toEqual([0, null]);
    expect(messages(child)).toContain("the worker has stopped");
  });

  it("ends with 0 after a second signal, though a task wants to run on", async () => {
    const child = start("slow");
    await child.wrote("started");
    child.kill("SIGTERM");
    await child.wrote("told to stop");
    child.kill("SIGINT");
    expect(await child.exited).toEqual([0, null]);
    expect(messages(child)).toContain("ending the running tasks");
  });

  it("ends with 1 after an error that nobody caught, its tasks left as lost", async () => {
    const child = start("crash");
    expect(await child.exited).toEqual([1, null]);
    expect(messages(child)).toContain("the process is broken: its running tasks are left as lost");
    const line = child.lines.find(({ level }) => level === "error");
    expect(line?.["error"]).toMatchObject({
      message: "nobody caught this",
      stack: expect.stringContaining("worker-child.ts"),
    });
  });
});
