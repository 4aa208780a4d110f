import { defineApp, defineTask } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type CommandRun, runCommand } from "../command-harness.ts";

const input = z.object({ id: z.string() });
const app = defineApp({
  name: "shop",
  tasks: [
    defineTask({ name: "pay", input }),
    defineTask({ name: "refund", input }),
    defineTask({ name: "forget", input, ignoreResult: true }),
  ],
  searchableTags: ["customer"],
});

const cost = (...words: string[]): Promise<CommandRun> =>
  runCommand(["cost", "--app", "register-cost.ts", ...words], {
    app,
    directory: import.meta.dirname,
  });

describe("celeriac cost", () => {
  it("compares every task, and shows the arithmetic of equal ones once", async () => {
    const { out, err, exitCode } = await cost();
    expect({ err, exitCode }).toEqual({ err: "", exitCode: 0 });
    expect(out).toMatch(/│ pay +│ Lambda, 1024 MB │ +\$[\d.]+ │ +\$[\d.]+ │/);
    expect(out).toContain("pay, refund (Lambda, 1024 MB), batched\n");
    expect(out).toMatch(
      /DynamoDB: claims +1,000,000 write units +x \$0\.625 per million += \$0\.63\n/,
    );
    expect(out).toContain("A month without tasks\n");
  });

  it("says what the numbers rest on", async () => {
    const { out } = await cost("--run-time", "90s", "--cpu-time", "1.5s", "--payload", "1.5 MB");
    expect(out).toContain(
      "runs 90 s, 1.5 s of it computing; input 1.5 MB, result 200 B, no retries, 1 searchable tag.\n",
    );
    expect(out).toContain("Careful: it runs 90000 ms, over its function's 60000 ms.\n");
  });

  it("warns of what would not work", async () => {
    const computing = await cost("--run-time", "7s", "--cpu-time", "7s");
    expect(computing.out).toContain(
      "Careful: a batch computes 70000 ms, over its function's 60000 ms: make the batch smaller.\n",
    );
    const retried = await cost("--retries", "4");
    expect(retried.out).toContain("Careful: it is tried again 3 times at most.\n");
    expect((await cost()).out).not.toContain("Careful");
  });

  it("takes one task, and another number of them", async () => {
    const { out } = await cost("--task", "forget", "--tasks-per-month", "2,000,000", "--single");
    expect(out).toContain('App "shop": 2,000,000 tasks of each kind a month');
    expect(out).toMatch(/forget \(Lambda, 1024 MB\), one by one\n +SQS: sends +2,000,000 requests/);
    expect(out).not.toContain("refund");
  });

  it("answers programs with the same numbers", async () => {
    const { out } = await cost("--json", "--tags", "0");
    const answer: { tasks: { task: string; batched: { dollars: number; lines: object[] } }[] } =
      JSON.parse(out);
    expect(answer).toMatchObject({ app: "shop", region: "us-east-1", currency: "USD" });
    expect(answer.tasks.map(({ task }) => task)).toEqual(["pay", "refund", "forget"]);
    const { out: text } = await cost("--task", "pay", "--tags", "0");
    expect(text).toContain(` = $${answer.tasks[0]?.batched.dollars.toFixed(2)}\n`);
  });

  it("writes no colours but to a terminal", async () => {
    const boldly = "\u001b[1m";
    expect((await cost()).out).not.toContain(boldly);
    const terminal = { app, directory: import.meta.dirname, colors: true };
    const { out } = await runCommand(["cost", "--app", "register-cost.ts"], terminal);
    expect(out).toContain(boldly);
  });

  it.each([
    [
      ["--task", "pya"],
      '--task is "pya": app "shop" has no such task; expected one of pay, refund',
    ],
    [["--run-time", "fast"], 'Expected a duration, such as "250ms"'],
    [["--payload", "1 stone"], 'Expected a size, such as "200B"'],
    [["--memory", "64 MB"], 'Expected whole megabytes from "128 MB" on'],
    [["--tasks-per-month", "0"], "Expected a whole number from 1 on"],
    [["--retries", "-1"], "Expected a number from 0 on"],
    [["--cpu-time", "1s"], "--cpu-time is 1000 ms: expected at most the run time"],
    [["--single", "--batched"], "'--batched' cannot be used with option '--single'"],
    [["--tasks", "5"], "(Did you mean --task?)"],
  ])("refuses %o in one message", async (words, message) => {
    const { out, err, exitCode } = await cost(...words);
    expect({ out, exitCode }).toEqual({ out: "", exitCode: 2 });
    expect(err).toContain(message);
    expect(err).toMatch(/^error: /);
    expect(err).not.toMatch(/\n +at /);
  });

  it("has a help with examples", async () => {
    const { out } = await runCommand(["cost", "--help"]);
    expect(out).toMatch(/Examples:\n +celeriac cost +every task/);
  });
});
