import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChildKeeper, createChildKeeper } from "../process/child-keeper.ts";
import { bundleFunctions } from "./bundle-functions.ts";
import { createFunctionRunner, type FunctionRunner } from "./function-runner.ts";
import type { InvocationAnswer } from "./lambda-function.ts";
import { RUNTIME_CLIENT_SOURCE } from "./runtime-client-source.ts";

const HANDLERS = `
  import { spawn } from "node:child_process";
  let invocations = 0;
  export const handler = async (event: { act: string }, context: any): Promise<unknown> => {
    invocations += 1;
    switch (event.act) {
      case "fail": throw new TypeError("no good");
      case "exit": process.exit(3);
      case "loop": for (;;);
      case "hang": console.log("hanging"); return new Promise(() => setInterval(() => undefined, 1000));
      case "forget": return new Promise(() => undefined);
      case "leave-child":
        spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"], { stdio: "inherit" });
        process.exit(0);
      case "undefined": return undefined;
      case "cyclic": { const value: Record<string, unknown> = {}; value["self"] = value; return value; }
      default:
        console.log("called with", event.act);
        return {
          pid: process.pid,
          invocations,
          requestId: context.awsRequestId,
          arn: context.invokedFunctionArn,
          remaining: context.getRemainingTimeInMillis(),
          name: process.env["AWS_LAMBDA_FUNCTION_NAME"],
          memory: process.env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
          own: process.env["OWN"],
          inherited: process.env["HOME"],
        };
    }
  };
  export const other = async () => "other";
`;

let folder: string;
let keeper: ChildKeeper;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "celeriac-functions-test-"));
  keeper = createChildKeeper();
  writeFileSync(join(folder, "runtime-client.cjs"), RUNTIME_CLIENT_SOURCE);
  writeFileSync(join(folder, "handlers.ts"), HANDLERS);
  writeFileSync(join(folder, "broken.ts"), 'throw new RangeError("not today");');
  await bundleFunctions(
    ["handlers", "broken"].map((name) => ({
      entry: join(folder, `${name}.ts`),
      folder: join(folder, name),
    })),
    keeper,
  );
}, 30_000);
afterAll(async () => {
  await keeper.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Run extends FunctionRunner {
  readonly lines: string[];
  /** Resolves at the next line that holds the text. */
  line(text: string): Promise<string>;
}

/** A runner that is gone when the test ends, whatever the outcome. */
async function run(
  use: (runner: Run) => Promise<void>,
  changes: { timeoutSeconds?: number; bundle?: string; handlerName?: string } = {},
): Promise<void> {
  const lines: string[] = [];
  const waiting: { text: string; tell: (line: string) => void }[] = [];
  const runner = createFunctionRunner({
    function: {
      name: "demo-test-queue",
      memoryMb: 128,
      timeoutSeconds: changes.timeoutSeconds ?? 60,
      taskRoot: join(folder, changes.bundle ?? "handlers"),
      handler: `index.${changes.handlerName ?? "handler"}`,
      environment: { OWN: "yes" },
    },
    runtimeClient: join(folder, "runtime-client.cjs"),
    keeper,
    onLine: (line) => {
      lines.push(line);
      for (const { text, tell } of waiting) if (line.includes(text)) tell(line);
    },
  });
  const line = (text: string): Promise<string> =>
    new Promise((tell) => {
      waiting.push({ text, tell });
    });
  try {
    await use({ ...runner, lines, line });
  } finally {
    await runner.stop();
  }
}

const payloadOf = (answer: InvocationAnswer): Record<string, unknown> => {
  expect(answer).toMatchObject({ ok: true });
  return JSON.parse(answer.ok ? answer.payload : "null") as Record<string, unknown>;
};

describe("a function runs as on Lambda", { timeout: 30_000 }, () => {
  it("answers its value, knows who it is, and inherits nothing", () =>
    run(async ({ invoke, line }) => {
      const logged = line("called with hello");
      const value = payloadOf(await invoke({ act: "hello" }));
      expect(value).toMatchObject({
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        arn: "arn:aws:lambda:us-east-1:000000000000:function:demo-test-queue",
        name: "demo-test-queue",
        memory: "128",
        own: "yes",
      });
      expect(value).not.toHaveProperty("inherited");
      expect(value["remaining"]).toBeGreaterThan(0);
      expect(value["remaining"]).toBeLessThanOrEqual(60_000);
      await logged;
    }));

  it("answers null where a handler answers nothing", () =>
    run(async ({ invoke }) => {
      expect(await invoke({ act: "undefined" })).toEqual({ ok: true, payload: "null" });
    }));

  it("runs the export that it is told to", () =>
    run(
      async ({ invoke }) => {
        expect(await invoke({})).toEqual({ ok: true, payload: '"other"' });
      },
      { handlerName: "other" },
    ));

  it("runs again in the same process when it is free, in another when it is not", () =>
    run(async ({ invoke, processIds }) => {
      const first = payloadOf(await invoke({ act: "one" }));
      const second = payloadOf(await invoke({ act: "two" }));
      expect(second).toMatchObject({ pid: first["pid"], invocations: 2 });
      const both = (await Promise.all([invoke({ act: "a" }), invoke({ act: "b" })])).map(payloadOf);
      expect(new Set(both.map(({ pid }) => pid)).size).toBe(2);
      expect(new Set(processIds())).toEqual(new Set(both.map(({ pid }) => pid)));
    }));
});

describe("an invocation that fails says how", { timeout: 30_000 }, () => {
  it("an error that the handler threw, and the process stays", () =>
    run(async ({ invoke }) => {
      const first = payloadOf(await invoke({ act: "one" }));
      expect(await invoke({ act: "fail" })).toEqual({
        ok: false,
        errorType: "TypeError",
        errorMessage: "no good",
      });
      expect(payloadOf(await invoke({ act: "two" }))).toMatchObject({
        pid: first["pid"],
        invocations: 3,
      });
    }));

  it("a value that is no JSON", () =>
    run(async ({ invoke }) => {
      expect(await invoke({ act: "cyclic" })).toMatchObject({ ok: false });
    }));

  it("a busy loop is killed at its timeout, and the next invocation has a new process", () =>
    run(
      async ({ invoke, lines }) => {
        const before = payloadOf(await invoke({ act: "one" }));
        expect(await invoke({ act: "loop" })).toMatchObject({
          ok: false,
          errorType: "Sandbox.Timedout",
          errorMessage: expect.stringMatching(
            /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/,
          ),
        });
        expect(lines.join("\n")).toContain("Task timed out after 1.00 seconds");
        const after = payloadOf(await invoke({ act: "two" }));
        expect(after["invocations"]).toBe(1);
        expect(after["pid"]).not.toBe(before["pid"]);
      },
      { timeoutSeconds: 1 },
    ));

  it("a process that exits fails its invocation, and the next has a new one", () =>
    run(async ({ invoke }) => {
      expect(await invoke({ act: "exit" })).toMatchObject({
        ok: false,
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringContaining("exit status 3"),
      });
      expect(payloadOf(await invoke({ act: "hello" }))).toMatchObject({ invocations: 1 });
    }));

  it("a promise that nothing can ever keep ends the process, as on Lambda", () =>
    run(async ({ invoke }) => {
      expect(await invoke({ act: "forget" })).toMatchObject({
        ok: false,
        errorMessage: expect.stringContaining("without providing a reason"),
      });
    }));

  it("a process that exits and leaves a child behind takes it along", () =>
    run(async ({ invoke }) => {
      expect(await invoke({ act: "leave-child" })).toMatchObject({
        ok: false,
        errorMessage: expect.stringContaining("without providing a reason"),
      });
    }));

  it("code that cannot be loaded", () =>
    run(
      async ({ invoke }) => {
        expect(await invoke({ act: "hello" })).toMatchObject({
          ok: false,
          errorType: "RangeError",
          errorMessage: "not today",
        });
      },
      { bundle: "broken" },
    ));

  it("an invocation under way when everything is stopped", () =>
    run(async ({ invoke, line, stop }) => {
      const hanging = line("hanging");
      const answer = invoke({ act: "hang" });
      await hanging;
      await stop();
      expect(await answer).toMatchObject({
        ok: false,
        errorMessage: expect.stringContaining("signal: SIGKILL"),
      });
      expect(await invoke({ act: "hello" })).toMatchObject({ ok: false });
    }));
});

describe("code that takes the place of other code", { timeout: 30_000 }, () => {
  it("is loaded before there is an invocation for it, which then runs there", () =>
    run(async ({ warm, processIds, invoke }) => {
      expect(await warm()).toMatchObject({ ok: true });
      const [pid] = processIds();
      expect(payloadOf(await invoke({ act: "hello" }))).toMatchObject({ pid, invocations: 1 });
    }));

  it.each([
    ["broken", "handler", "RangeError"],
    ["handlers", "nowhere", "Runtime.HandlerNotFound"],
  ])("is known not to load: %s, %s", (bundle, handlerName, errorType) =>
    run(
      async ({ warm, processIds }) => {
        expect(await warm()).toMatchObject({ ok: false, errorType });
        expect(processIds()).toEqual([]);
      },
      { bundle, handlerName },
    ),
  );

  it("lets the invocations of the other end, and none begin", () =>
    run(async ({ warm, invoke, retire, processIds, line }) => {
      await warm();
      const hanging = line("hanging");
      const first = invoke({ act: "hang" });
      await hanging;
      const second = invoke({ act: "hello" });
      const retired = retire();
      expect(await second).toMatchObject({ ok: true });
      const [pid] = processIds();
      if (pid !== undefined) process.kill(pid);
      expect(await first).toMatchObject({ ok: false });
      await retired;
      expect(processIds()).toEqual([]);
      expect(await invoke({ act: "hello" })).toMatchObject({ ok: false });
    }));
});

describe("code that cannot be bundled", { timeout: 30_000 }, () => {
  it("is an error that says where and why", async () => {
    const entry = join(folder, "missing.ts");
    await expect(bundleFunctions([{ entry, folder }], keeper)).rejects.toMatchObject({
      code: "emulator-failed",
      message: expect.stringContaining("Could not resolve"),
    });
  });
});
