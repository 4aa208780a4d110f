import { type AnyTask, type App, defineApp, defineTask, RejectError } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestApp, type TestApp } from "../app/test-app.ts";
import {
  assertDeadLettered,
  assertEnqueued,
  assertExpired,
  assertFailed,
  assertNotEnqueued,
  assertRetried,
  assertRevoked,
  assertSucceeded,
} from "../node/index.ts";
import { celeriacMatchers } from "../vitest/index.ts";

expect.extend(celeriacMatchers);

const mail = defineTask({
  name: "mail",
  input: z.object({ to: z.string() }),
  run: ({ to }) => to,
});
const flaky = defineTask({
  name: "flaky",
  retry: { maxRetries: 1, backoff: "10s", jitter: "none" },
  run: () => {
    throw new TypeError("the disk is full");
  },
});
const rejected = defineTask({
  name: "rejected",
  run: () => {
    throw new RejectError("never");
  },
});

async function ended(task: AnyTask, options = {}): Promise<Awaited<ReturnType<TestApp["task"]>>> {
  const test = createTestApp(appOf(mail, flaky, rejected));
  const handle = await test.client.enqueue(task, task === mail ? { to: "a" } : undefined, options);
  await test.advance("1h");
  return test.task(handle);
}

/** The message of what an assertion throws. */
function messageOf(assert: () => unknown): string {
  try {
    assert();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was thrown";
}

describe("a test app is asked what was enqueued", () => {
  async function sent(): Promise<TestApp> {
    const test = createTestApp(appOf(mail, flaky));
    await test.client.enqueue(mail, { to: "a" }, { delay: "5m", tags: { of: "shop", n: "1" } });
    await test.client.enqueue(mail, { to: "b" }, { tenant: "t", eta: new Date(1.8e12) });
    return test;
  }

  it("by task, input and conditions", async () => {
    const test = await sent();
    expect(test).toHaveEnqueued(mail);
    expect(test).toHaveEnqueued(mail, { to: "a" }, { delay: "5m", queue: "default" });
    expect(test).toHaveEnqueued(mail, { to: "a" }, { tags: { of: "shop" }, times: 1 });
    expect(test).toHaveEnqueued(mail, undefined, { times: 2 });
    expect(test).toHaveEnqueued(mail, ({ to }) => to === "b", { tenant: "t" });
    expect(test).toHaveEnqueued(mail, { to: "b" }, { eta: new Date(1.8e12) });
    expect(test).toHaveEnqueued(mail, expect.objectContaining({ to: "b" }));
    expect(test).not.toHaveEnqueued(flaky);
    expect(assertEnqueued(test, mail, { to: "b" })?.tenant).toBe("t");
    assertNotEnqueued(test, mail, { to: "c" });
  });

  it.each([
    [{ to: "c" }, {}],
    [{ to: "a" }, { times: 2 }],
    [{ to: "a" }, { queue: "other" }],
    [{ to: "a" }, { delay: "4m" }],
    [{ to: "a" }, { tags: { of: "mill" } }],
    [{ to: "a" }, { tenant: "t" }],
    [{ to: "b" }, { eta: new Date(1.7e12) }],
    [() => false, {}],
  ] as const)("and what does not fit fails: %o %o", async (input, conditions) => {
    const test = await sent();
    expect(() => expect(test).toHaveEnqueued(mail, input, conditions)).toThrow("expected a task");
    expect(() => assertEnqueued(test, mail, input, conditions)).toThrow("expected a task");
  });

  it("a failing one shows all requests of the task, and their histories", async () => {
    const test = await sent();
    const [first, second] = test.enqueued();
    expect(messageOf(() => assertEnqueued(test, mail, { to: "c" }))).toBe(
      [
        'expected a task "mail" with {"to":"c"} to have been enqueued, but it was not. Its requests:',
        '  {"to":"a"} (queue default, PENDING, not before 5m later, tags {"of":"shop","n":"1"})',
        '  {"to":"b"} (queue default, PENDING, not before 379d 8h later, tenant t)',
        "",
        `history of ${first?.taskId}:`,
        "  0s  sent to default, visible in 5m",
        "",
        `history of ${second?.taskId}:`,
        "  0s  a schedule will send it at 2027-01-15T07:58:30.000Z",
      ].join("\n"),
    );
    expect(messageOf(() => assertEnqueued(test, flaky))).toContain("it was not; only mail was");
    expect(messageOf(() => expect(test).not.toHaveEnqueued(mail, { to: "a" }))).toMatch(
      /^expected a task "mail" with \{"to":"a"\} not to have been enqueued, but it was\. Its/,
    );
    expect(messageOf(() => assertNotEnqueued(test, mail, { to: "a" }))).toMatch(/not to have been/);
  });

  it("what is no test app is an error", () => {
    expect(messageOf(() => expect({}).toHaveEnqueued(mail))).toMatch(
      /^the subject is an object: expected a test app/,
    );
  });
});

describe("a task is asked how it ended", () => {
  it("SUCCESS", async () => {
    const task = await ended(mail);
    expect(task).toHaveSucceeded();
    expect(task).toHaveSucceeded("a");
    expect(task).not.toHaveSucceeded("b");
    expect(task).not.toHaveFailed();
    expect(task).not.toHaveRetried();
    expect(task).not.toBeDeadLettered();
    assertSucceeded(task, "a");
    assertRetried(task, 0);
    expect(messageOf(() => assertSucceeded(task, "b"))).toContain('but its result is "a"');
    expect(messageOf(() => assertFailed(task))).toContain("but it is SUCCESS after 1 attempt");
    expect(messageOf(() => assertDeadLettered(task))).toContain("it does not");
  });

  it("FAILURE, and how often it was tried again", async () => {
    const task = await ended(flaky);
    expect(task).toHaveFailed({ reason: "error", error: "the disk is full" });
    expect(task).toHaveFailed({ error: /^TypeError: .*full$/ });
    expect(task).not.toHaveFailed({ reason: "rejected" });
    expect(task).not.toHaveFailed({ error: "the tape" });
    expect(task).toHaveRetried();
    expect(task).toHaveRetried(1);
    expect(task).not.toHaveRetried(2);
    expect(task).toBeDeadLettered();
    expect(task).toBeDeadLettered("error");
    expect(task).not.toBeDeadLettered("rejected");
    assertFailed(task, { reason: "error" });
    assertRetried(task, 1);
    assertDeadLettered(task, "error");
    expect(messageOf(() => assertRetried(task, 2))).toContain("but it was tried again once");
    expect(messageOf(() => assertSucceeded(task))).toContain(
      "but it is FAILURE after 2 attempts, reason error: TypeError: the disk is full",
    );
    expect(messageOf(() => assertDeadLettered(task, "rejected"))).toContain("it does, for error");
    assertFailed(await ended(rejected), { reason: "rejected", error: "never" });
  });

  it("REVOKED and EXPIRED", async () => {
    const test = createTestApp(appOf(mail));
    const first = await test.client.enqueue(mail, { to: "a" });
    await first.revoke();
    test.faults.loseWorker();
    const second = await test.client.enqueue(mail, { to: "b" }, { expires: "10s" });
    await test.advance("2h");
    const [revoked, expired] = [await test.task(first), await test.task(second)];
    expect(revoked).toBeRevoked();
    expect(revoked).not.toBeExpired();
    expect(expired).toBeExpired();
    expect(expired).not.toBeRevoked();
    assertRevoked(revoked);
    assertExpired(expired);
    expect(() => assertExpired(revoked)).toThrow("have ended as EXPIRED, but it is REVOKED");
    expect(() => assertRevoked(expired)).toThrow("have ended as REVOKED, but it is EXPIRED");
  });

  it("what is no task is an error, and a promise is to be awaited", async () => {
    const test = createTestApp(appOf(mail));
    const handle = await test.client.enqueue(mail, { to: "a" });
    expect(messageOf(() => expect(handle).toHaveSucceeded())).toMatch(
      /expected a task, as `await test.task\(handle\)` answers it; read it/,
    );
    expect(messageOf(() => expect(test.task(handle)).toHaveSucceeded())).toMatch(/; await it$/);
  });
});

describe("a failing assertion tells the task's history", () => {
  it("every send, delivery, attempt, write, error and dead letter, in order, with virtual times", async () => {
    const task = await ended(flaky);
    expect(messageOf(() => expect(task).toHaveSucceeded()).split("\n")).toEqual([
      `expected task "flaky" (${task.taskId}) to have succeeded, but it is FAILURE after 2 attempts, reason error: TypeError: the disk is full`,
      "",
      `history of ${task.taskId}:`,
      "   0s  sent to default",
      "   0s  received from default, for the first time",
      "   0s  recorded STARTED, attempt 1",
      "   0s  handler began, attempt 1",
      "   0s  handler threw TypeError: the disk is full",
      "   0s  recorded RETRY: TypeError: the disk is full; next attempt in 10s",
      "   0s  visible again in 10s",
      "  10s  received from default, for the second time",
      "  10s  recorded STARTED, attempt 2",
      "  10s  handler began, attempt 2",
      "  10s  handler threw TypeError: the disk is full",
      "  10s  recorded FAILURE, reason error: TypeError: the disk is full",
      "  10s  copied to default-dlq: error: TypeError: the disk is full",
      "  10s  deleted from default",
    ]);
  });

  it("faults, lost attempts and duplicates among it", async () => {
    const test = createTestApp(appOf(mail));
    test.faults.failNextWrite();
    test.faults.loseWorker();
    test.faults.deliverTwice();
    const handle = await test.client.enqueue(mail, { to: "a" });
    await handle.result({ timeout: "2h" });
    const kinds = new Map(test.history(handle.taskId).map(({ kind, text }) => [text, kind]));
    expect([...kinds].filter(([, kind]) => kind === "fault").map(([text]) => text)).toEqual([
      "fault: a write of the record fails",
      "fault: the worker's process was lost",
      "fault: SQS delivers the message once more",
    ]);
    expect([...kinds.keys()]).toContain(
      "recorded STARTED, attempt 2, since the one before was lost",
    );
    expect([...kinds.keys()]).toContain("a duplicate of a finished task: nothing is run");
    expect([...kinds.keys()]).toContain('recorded SUCCESS: "a"');
  });
});

function appOf(...tasks: AnyTask[]): App {
  return defineApp({ name: "test", tasks });
}
