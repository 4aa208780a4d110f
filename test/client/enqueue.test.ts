import { CeleriacError, defineTask } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { createHarness } from "./client-harness.ts";
import { add, app, echo, limited, slow, tick } from "./shop-app.ts";

describe("an enqueue", () => {
  it("sends the input as it was given, not as the schema parsed it", async () => {
    const harness = createHarness(app);
    const handle = await harness.client.enqueue(add, { a: "2" });
    expect(harness.envelopes()).toEqual([
      expect.objectContaining({
        taskId: handle.taskId,
        task: "math.add",
        input: { kind: "inline", value: { a: "2" } },
        generation: 0,
        enqueuedAt: harness.clock.now(),
        hops: 0,
      }),
    ]);
  });

  it("names each request with a UUIDv7 of its own", async () => {
    const { client } = createHarness(app);
    const ids = [(await client.enqueue(tick)).taskId, (await client.enqueue(tick)).taskId];
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/);
    expect(new Set(ids).size).toBe(2);
  });

  it("keeps a given id, tags, tenant, limits and queue", async () => {
    const harness = createHarness(app);
    await harness.client.enqueue(echo, "x", {
      taskId: "order:42",
      tags: { order: "42" },
      tenant: "acme",
      queue: "video",
      softTimeLimit: "10s",
      timeLimit: "20s",
    });
    expect(harness.envelopes("video")).toEqual([
      expect.objectContaining({
        taskId: "order:42",
        tags: { order: "42" },
        tenant: "acme",
        softTimeLimitMs: 10_000,
        timeLimitMs: 20_000,
      }),
    ]);
    expect(harness.queues.peek("video")[0]?.group).toBe("acme");
  });

  it("sends no input where the task takes none", async () => {
    const harness = createHarness(app);
    await harness.client.enqueue(tick);
    expect(harness.envelopes()[0]).not.toHaveProperty("input");
  });

  it("carries any Unicode", async () => {
    const harness = createHarness(app);
    const text = "a\u0000é漢\u{1f600}\ud800 \uffff\u0085<aws.scheduler.execution-id>";
    await harness.client.enqueue(echo, text);
    expect(harness.envelopes()[0]?.input).toEqual({ kind: "inline", value: text });
  });

  it("waits for an asynchronous schema", async () => {
    const harness = createHarness(app);
    await harness.client.enqueue(slow, "fine");
    await expect(harness.client.enqueue(slow, "refused")).rejects.toMatchObject({
      code: "invalid-input",
    });
    expect(harness.envelopes()).toHaveLength(1);
  });
});

describe("an enqueue that the caller got wrong", () => {
  const cases: [string, (client: ReturnType<typeof createHarness>["client"]) => unknown, object][] =
    [
      [
        "a task that the app does not have",
        (client) => client.enqueue(defineTask({ name: "math.ad" })),
        {
          code: "invalid-options",
          message:
            'app "shop" has no task "math.ad": add it to defineApp\'s tasks; did you mean "math.add"?',
        },
      ],
      [
        "no task at all",
        (client) => client.enqueue("math.add" as unknown as typeof tick),
        { message: 'the task is "math.add": expected what defineTask answers' },
      ],
      [
        "an input that the schema refuses",
        (client) => client.enqueue(add, { a: "2", b: "secret-value" as unknown as number }),
        {
          code: "invalid-input",
          message: expect.stringMatching(
            /^the input of task math\.add was refused by its schema: b: (?!.*secret-value)/,
          ),
        },
      ],
      [
        "an input where there is none",
        (client) => client.enqueue(tick, "x" as unknown as undefined),
        { code: "invalid-input", message: expect.stringContaining("takes no input") },
      ],
      [
        "an input that JSON cannot carry",
        (client) => client.enqueue(echo, { at: [1n] }),
        { code: "not-serialisable", message: expect.stringContaining("at at[0]") },
      ],
      [
        "an option that does not exist",
        (client) => client.enqueue(tick, undefined, { dealy: "5s" } as object),
        { message: 'enqueue has no option "dealy"; did you mean "delay"?' },
      ],
      [
        "delay and eta together",
        (client) => client.enqueue(tick, undefined, { delay: "5s", eta: new Date(0) }),
        { message: expect.stringContaining("both delay") },
      ],
      [
        "a delay that is no duration",
        (client) => client.enqueue(tick, undefined, { delay: "soon" as "1s" }),
        { message: expect.stringContaining('delay is "soon"') },
      ],
      [
        "an eta that is no date",
        (client) => client.enqueue(tick, undefined, { eta: new Date(Number.NaN) }),
        { message: expect.stringContaining("a valid Date") },
      ],
      [
        "an expiry before the eta",
        (client) => client.enqueue(tick, undefined, { delay: "10s", expires: "10s" }),
        { message: expect.stringContaining("could never start") },
      ],
      [
        "an id with a space in it",
        (client) => client.enqueue(tick, undefined, { taskId: "a b" }),
        { message: 'taskId is "a b": expected 1 to 128 of A-Z a-z 0-9 . _ : -, not dots alone' },
      ],
      [
        "a tenant with a space in it",
        (client) => client.enqueue(tick, undefined, { tenant: "a b" }),
        { message: expect.stringContaining('tenant is "a b"') },
      ],
      [
        "a tag that is no string",
        (client) =>
          client.enqueue(tick, undefined, { tags: { a: 1 } as unknown as Record<string, string> }),
        { message: expect.stringContaining("at most 32 labels") },
      ],
      [
        "a queue that nobody defined",
        (client) => client.enqueue(tick, undefined, { queue: "vidoe" }),
        { message: expect.stringContaining('did you mean "video"?') },
      ],
      [
        "a soft limit after the hard one",
        (client) => client.enqueue(tick, undefined, { softTimeLimit: "20s", timeLimit: "10s" }),
        { message: expect.stringContaining("softTimeLimit (20000 ms) is longer than timeLimit") },
      ],
      [
        "a limit that the Lambda function does not live to enforce",
        (client) => client.enqueue(tick, undefined, { timeLimit: "59s" }),
        { message: expect.stringContaining("timeLimit of task time.tick is 59000 ms") },
      ],
      [
        "a task on a Lambda queue that is too short for its own limit",
        (client) => client.enqueue(limited, undefined, { queue: "default" }),
        { message: expect.stringContaining("softTimeLimit of task video.cut is 1200000 ms") },
      ],
    ];

  it.each(cases)("is refused for %s, and sends nothing", async (_what, call, expected) => {
    const harness = createHarness(app);
    const error = await Promise.resolve(call(harness.client)).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(CeleriacError);
    expect(error).toMatchObject(expected);
    expect(error).toMatchObject({ retryable: false });
    expect(harness.envelopes()).toEqual([]);
    expect(harness.envelopes("video")).toEqual([]);
  });
});

describe("an enqueue that AWS did not take", () => {
  it("rejects with what to repeat it with", async () => {
    const harness = createHarness(app, {
      faults: { sender: (_call, index) => (index === 0 ? "refuse" : undefined) },
    });
    const error: unknown = await harness.client.enqueue(tick).catch((cause: unknown) => cause);
    if (!CeleriacError.is(error, "unreachable")) throw error;
    expect(error).toMatchObject({ retryable: true, details: { uncertain: false } });
    expect(error.message).toContain("enqueue it again with the same taskId");
    const taskId = error.details["taskId"] as string;
    const handle = await harness.client.enqueue(tick, undefined, { taskId });
    expect(handle.taskId).toBe(taskId);
    expect(harness.envelopes().map((envelope) => envelope.taskId)).toEqual([taskId]);
  });

  it("may have been stored all the same: both messages then name one request", async () => {
    const harness = createHarness(app, {
      faults: { sender: (_call, index) => (index === 0 ? "unknown" : undefined) },
    });
    const error: unknown = await harness.client.enqueue(tick).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ message: expect.stringContaining("may not have been stored") });
    const { taskId } = (error as CeleriacError).details as { taskId: string };
    await harness.client.enqueue(tick, undefined, { taskId });
    expect(harness.envelopes().map((envelope) => envelope.taskId)).toEqual([taskId, taskId]);
  });
});

describe("a derived sender", () => {
  const context = {
    parentId: "parent",
    rootId: "root",
    hops: 3,
    tags: { order: "42", stage: "test" },
    tenant: "acme",
  };

  it("makes its tasks descendants of the one that sends them", async () => {
    const harness = createHarness(app);
    await harness.client.derive(context).enqueue(tick);
    expect(harness.envelopes()).toEqual([expect.objectContaining(context)]);
  });

  it("lets the call's own options win, and merges tags", async () => {
    const harness = createHarness(app);
    await harness.client
      .derive(context)
      .enqueue(tick, undefined, { tags: { stage: "live" }, tenant: "other" });
    expect(harness.envelopes()).toEqual([
      expect.objectContaining({ tags: { order: "42", stage: "live" }, tenant: "other" }),
    ]);
  });

  it("counts inherited tags against the limit", async () => {
    const harness = createHarness(app);
    const many = Object.fromEntries(Array.from({ length: 31 }, (_, index) => [`t${index}`, ""]));
    await expect(
      harness.client.derive(context).enqueue(tick, undefined, { tags: many }),
    ).rejects.toMatchObject({
      message: expect.stringContaining("there are 33 tags with those of the sending task"),
    });
  });

  it("passes the context on to many", async () => {
    const harness = createHarness(app);
    await harness.client.derive(context).enqueueMany(echo, [1, 2]);
    expect(harness.envelopes().map(({ parentId, rootId }) => [parentId, rootId])).toEqual([
      ["parent", "root"],
      ["parent", "root"],
    ]);
  });
});
