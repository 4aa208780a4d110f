import {
  type AnyTask,
  defineApp,
  defineTask,
  encodeEnvelope,
  fargate,
  type Json,
  type Logger,
  toFailureError,
} from "@celeriac/core";
import { powertoolsLogger } from "@celeriac/lambda";
import type { LogLine } from "@celeriac/testing";
import { createMemoryApp, type MemoryApp } from "@celeriac/testing/models";
import { jsonLogger } from "@celeriac/worker";
import * as v from "valibot";
import { afterEach, describe, expect, it, vi } from "vitest";

/** Stands in every place where a task's own data lies. */
const SECRET = "hunter2-4929123412341234";

/** Everything that may hang on an error of somebody else's client library. */
const withSecrets = (message: string, cause?: unknown): Error =>
  Object.assign(new Error(message, { cause }), {
    request: { headers: { authorization: SECRET } },
    body: SECRET,
  });

const options = {
  queue: "default",
  redact: ["card.number", "note", "list.*"],
  retry: { maxRetries: 1, backoff: "1s", jitter: "none" },
} as const;
const card = v.object({ card: v.object({ number: v.string() }), note: v.string() });
const INPUT = { card: { number: SECRET }, note: SECRET };

const works = defineTask({
  ...options,
  name: "works",
  input: v.looseObject({ ...card.entries }),
  run: (_input, ctx) => {
    ctx.progress({ at: SECRET });
    return { token: SECRET };
  },
});
const fails = defineTask({
  ...options,
  name: "fails",
  input: card,
  run: (_input, ctx) => {
    ctx.progress(SECRET);
    ctx.logger.error("the bank could not be asked", { error: withSecrets("status 500") });
    throw withSecrets("the bank refused", withSecrets("status 402", { answer: SECRET }));
  },
});
const throwsAnObject = defineTask({
  ...options,
  name: "throws-an-object",
  input: card,
  run: (input) => {
    throw input;
  },
});
const refusesToRetry = defineTask({
  ...options,
  name: "refuses-to-retry",
  input: card,
  retry: {
    on: () => {
      throw { predicate: SECRET };
    },
  },
  run: () => {
    throw withSecrets("the bank refused");
  },
});
/** Both schemas quote what they refuse. */
const picky = defineTask({
  ...options,
  name: "picky",
  input: v.object({ note: v.picklist(["never"]) }),
  run: () => "never",
});
const pickyOutput = defineTask({
  ...options,
  name: "picky-output",
  input: card,
  output: v.object({ token: v.picklist(["never"]) }),
  run: () => ({ token: SECRET }) as unknown as { token: "never" },
});
const unserialisable = defineTask({
  ...options,
  name: "unserialisable",
  input: card,
  run: () => ({ token: SECRET, oops: 1n }),
});
const untracked = defineTask({
  ...options,
  name: "untracked",
  input: card,
  ignoreResult: true,
  run: () => {
    throw withSecrets("the bank refused");
  },
});
const tasks: readonly AnyTask[] = [
  ...[works, fails, throwsAnObject, refusesToRetry],
  ...[picky, pickyOutput, unserialisable, untracked],
];
const app = (logInput: boolean): MemoryApp =>
  createMemoryApp(
    defineApp({
      name: "bank",
      tasks,
      queues: { default: fargate() },
      unknownTaskGrace: "0s",
      logInput,
    }),
  );

/** Sends a message as another sender would, past the client's checks. */
async function byHand(test: MemoryApp, task: string, value: Json, taskId: string): Promise<void> {
  const enqueuedAt = test.clock.now();
  const input = { kind: "inline" as const, value };
  const fields = { version: 1 as const, taskId, task, generation: 0, enqueuedAt, hops: 0, input };
  await test.queues.send("default", { body: encodeEnvelope(fields) });
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** What both hosts write for the lines of a log. */
function written(lines: readonly LogLine[]): string {
  const texts: string[] = [];
  const destination = { write: (text: string) => void texts.push(text) };
  // Powertools then writes to the console of the process, which can be listened to.
  vi.stubEnv("POWERTOOLS_DEV", "true");
  vi.stubEnv("POWERTOOLS_LOG_LEVEL", "DEBUG");
  for (const method of ["debug", "info", "warn", "error"] as const) {
    vi.spyOn(console, method).mockImplementation((text) => void texts.push(String(text)));
  }
  const loggers: readonly Logger[] = [
    jsonLogger({ service: "bank", level: "debug", destination }),
    powertoolsLogger("bank"),
  ];
  for (const logger of loggers) {
    for (const { level, message, fields } of lines) logger[level](message, fields);
  }
  expect(texts.length).toBe(2 * lines.length);
  return texts.join("\n");
}

/** Runs every way in which a task can end, the broken ones too. */
async function runAll(test: MemoryApp): Promise<void> {
  for (const task of tasks) {
    if (task !== picky) await test.client.enqueue(task, INPUT, { taskId: `t-${task.name}` });
  }
  await byHand(test, "picky", { note: SECRET }, "t-picky");
  await byHand(test, "nobody.knows", INPUT, "t-unknown");
  const stored = { kind: "stored" as const, key: "inputs/t-stored", bytes: 9 };
  await test.payloads.put("inputs/t-stored", `${SECRET} is no JSON`);
  const enqueuedAt = test.clock.now();
  const fields = { version: 1 as const, taskId: "t-stored", task: "works", generation: 0 };
  const body = encodeEnvelope({ ...fields, enqueuedAt, hops: 0, input: stored });
  await test.queues.send("default", { body });
  await test.queues.send("default", { body: `${SECRET} is no envelope` });
  await test.queues.send("default", { body: JSON.stringify({ v: 1, d: SECRET }) });
  await test.advance("10m");
}

describe("what a task was given, reports and answers is not shown where it need not be", () => {
  it("in no line of a log, of either host", async () => {
    const test = app(false);
    await runAll(test);
    expect(test.logger.lines.length).toBeGreaterThan(10);
    expect(written(test.logger.lines)).not.toContain(SECRET);
  });

  it("in no line either when inputs are asked for: what is redacted stays hidden", async () => {
    const test = app(true);
    await runAll(test);
    const log = written(test.logger.lines);
    expect(log).not.toContain(SECRET);
    expect(log).toContain("[redacted]");
  });

  it("in no preview and no error of a record", async () => {
    const test = app(false);
    await runAll(test);
    const records = test.store.records();
    expect(records).toHaveLength(tasks.length + 2);
    for (const { inputPreview, error } of records) {
      expect(JSON.stringify({ inputPreview, error })).not.toContain(SECRET);
    }
    expect(records.find(({ taskId }) => taskId === "t-works")).toMatchObject({
      inputPreview: '{"card":{"number":"[redacted]"},"note":"[redacted]"}',
      result: { value: { token: SECRET } },
    });
  });

  it("in no dead letter's listing, reason or attribute", async () => {
    const test = app(false);
    await runAll(test);
    const messages = test.queues.peek("default-dlq");
    expect(messages.length).toBe(tasks.length - 1 + 4);
    expect(JSON.stringify(messages.map(({ attributes }) => attributes))).not.toContain(SECRET);
    const letters = await listed(test);
    expect(letters).toHaveLength(messages.length);
    expect(JSON.stringify(letters)).not.toContain(SECRET);
  });

  it("in no error that a caller gets", async () => {
    const test = app(false);
    await runAll(test);
    const errors = await Promise.all([
      ...tasks
        .filter((task) => task !== works && task !== untracked)
        .map((task) => errorOf(test.client.handle(task, `t-${task.name}`).result())),
      errorOf(test.client.enqueue(picky, { note: SECRET } as never)),
      errorOf(test.client.enqueue(works, { ...INPUT, oops: 1n })),
      errorOf(test.client.enqueue(works, SECRET as never)),
    ]);
    for (const error of errors) {
      const { details } = error as { readonly details?: unknown };
      expect(JSON.stringify([toFailureError(error), details])).not.toContain(SECRET);
    }
  });
});

async function listed(test: MemoryApp): Promise<readonly unknown[]> {
  const letters = test.client.deadLetters("default").list();
  await test.advance("1m");
  return letters;
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => {
      throw new Error("nothing was refused");
    },
    (error: unknown) => error,
  );
}
