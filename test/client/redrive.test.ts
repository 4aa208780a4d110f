import type { Redriven } from "@celeriac/client";
import { type App, defineApp, defineTask, type ReceivedMessage } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type ClientHarness, createHarness } from "./client-harness.ts";
import {
  app,
  boundTo,
  bury,
  lettersOf,
  lying,
  place,
  redrive,
  results,
} from "./dead-letter-fixture.ts";

const inline = (value: string | number | object) => ({ kind: "inline", value }) as never;

const taken = async (harness: ClientHarness, filter: object): Promise<unknown[]> =>
  (await redrive(harness, { ...filter, dryRun: true })).map(({ taskId }) => taskId);

describe("some of the dead letters are chosen", () => {
  const various = async (): Promise<ClientHarness> => {
    const harness = createHarness(app);
    await bury(harness, "a", { task: "mail.send", reason: "error" });
    await bury(harness, "b", { task: "mail.list", reason: "rejected" });
    await harness.clock.advance(60_000);
    await bury(harness, "c", { task: "pay", reason: "receive-limit" });
    await place(harness, {
      body: "not json",
      attributes: { "celeriac-reason": "undecodable", "celeriac-error": "DecodeError" },
    });
    return harness;
  };

  it("by the task's name, by a pattern of it, and never what has no name", async () => {
    const harness = await various();
    expect(await taken(harness, { tasks: ["pay"] })).toEqual(["c"]);
    expect(await taken(harness, { tasks: ["mail.*"] })).toEqual(["a", "b"]);
    expect(await taken(harness, { tasks: ["*"] })).toEqual(["a", "b", "c"]);
  });

  it("by the reason, SQS's own included", async () => {
    const harness = await various();
    expect(await taken(harness, { reasons: ["rejected", "receive-limit"] })).toEqual(["b", "c"]);
    expect(await taken(harness, { reasons: ["undecodable"] })).toEqual([undefined]);
  });

  it("by the error's name, whole", async () => {
    const harness = await various();
    expect(await taken(harness, { errors: ["E"] })).toEqual(["a", "b"]);
    expect(await taken(harness, { errors: ["DecodeError"] })).toEqual([undefined]);
    expect(await taken(harness, { errors: ["e", "E: boom", "boom"] })).toEqual([]);
  });

  it("by when they came: from an instant on, until before another", async () => {
    const harness = await various();
    const [first] = harness.queues.peek("default-dlq");
    const [from, until] = [first?.sentAt ?? 0, (first?.sentAt ?? 0) + 60_000];
    expect(await taken(harness, { from: new Date(from) })).toHaveLength(4);
    expect(await taken(harness, { from: new Date(from + 1) })).toEqual([undefined, "c"]);
    expect(await taken(harness, { until: new Date(until) })).toEqual(["a", "b"]);
  });

  it("by all of it together, for lists and purges too", async () => {
    const harness = await various();
    const filter = { tasks: ["mail.*"], reasons: ["rejected"] } as const;
    const letters = lettersOf(harness);
    expect(await harness.settle(letters.list(filter))).toMatchObject([{ taskId: "b" }]);
    expect(await harness.settle(letters.purge(filter))).toBe(1);
    expect(lying(harness)).toBe(3);
  });

  it.each([
    [{ tasks: [] }, /tasks is an array of 0: expected an array of one or more names of tasks/],
    [{ reasons: "error" }, /reasons is "error": expected an array/],
    [{ errors: [1] }, /errors is an array of 1: expected/],
    [{ from: "2026" }, /from is "2026": expected a valid Date/],
    [{ until: new Date(Number.NaN) }, /until is .*: expected a valid Date/],
    [{ from: new Date(5), until: new Date(5) }, /until is .*: expected later than from/],
    [{ perSecond: 0 }, /perSecond is 0: expected a number from 0.001 to 10000/],
    [{ perSecond: "5" }, /perSecond is "5"/],
    [{ task: ["pay"] }, /no option "task"; did you mean "tasks"\?/],
  ])("but not by %o", async (options, message) => {
    const harness = await various();
    await expect(redrive(harness, options as object)).rejects.toThrow(message);
  });
});

describe("a dry run", () => {
  it("says what would become of each, changes nothing, and gives every letter back at once", async () => {
    const harness = createHarness(app);
    await harness.record("done", "SUCCESS");
    await harness.record("failed", "FAILURE");
    for (const id of ["done", "failed", "new"]) await bury(harness, id);
    await place(harness, { body: "not json" });
    const before = harness.queues.peek("default-dlq").map(({ body }) => body);
    const items = await redrive(harness, {
      dryRun: true,
      purgeFinished: true,
      includeUndecodable: true,
      perSecond: 0.01,
      input: (input: unknown) => input,
    });
    const ends = results(items).toSorted(([one], [other]) =>
      String(one).localeCompare(String(other)),
    );
    expect(ends).toEqual([
      ["done", "already-succeeded", false],
      ["failed", "would-redrive", false],
      ["new", "would-redrive", false],
      [undefined, "would-redrive", false],
    ]);
    expect(harness.envelopes()).toEqual([]);
    expect(harness.queues.peek("default-dlq").map(({ body }) => body)).toEqual(before);
    expect(harness.queues.depth("default-dlq")).toMatchObject({ visible: 4, inFlight: 0 });
  });
});

describe("a rate", () => {
  it("spreads the sends evenly over time, and leaves nothing behind", async () => {
    const harness = createHarness(app);
    const sent: number[] = [];
    const { send } = harness.queues;
    harness.queues.send = (queue, message) => {
      if (queue === "default") sent.push(harness.clock.monotonic());
      return send(queue, message);
    };
    for (let index = 0; index < 25; index += 1) await bury(harness, `t${index}`);
    expect(await redrive(harness, { perSecond: 2 })).toHaveLength(25);
    const gaps = sent.slice(1).map((at, index) => at - (sent[index] ?? 0));
    expect(gaps).toHaveLength(24);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(500);
    expect((sent.at(-1) ?? 0) - (sent[0] ?? 0)).toBeLessThan(20_000);
    expect(lying(harness)).toBe(0);
  });

  it("slower than letters stay hidden keeps each hidden until its turn: none is sent twice", async () => {
    const harness = createHarness(app);
    for (let index = 0; index < 3; index += 1) await bury(harness, `t${index}`);
    const hidden: number[] = [];
    for (const seconds of [100, 190]) {
      harness.clock.timer(seconds * 1000, () => {
        hidden.push(harness.queues.depth("default-dlq").inFlight);
      });
    }
    const items = await redrive(harness, { perSecond: 0.005 });
    expect(hidden).toEqual([1, 1]);
    expect(results(items).map(([, result, removed]) => [result, removed])).toEqual(
      Array(3).fill(["redriven", true]),
    );
    expect(harness.envelopes()).toHaveLength(3);
  });

  it("finds what lies behind letters that were kept and show themselves again", async () => {
    let first: readonly ReceivedMessage[] = [];
    let calls = 0;
    const harness = createHarness(app, {
      ports: ({ receiver }) => ({
        receiver: receiver && {
          ...boundTo(receiver),
          receive: async (queue, options) => {
            calls += 1;
            if (calls > 1 && calls < 6) return first.slice(0, 3);
            const messages = await receiver.receive(queue, options);
            if (calls === 1) first = messages;
            return messages;
          },
        },
      }),
    });
    for (let index = 0; index < 15; index += 1) {
      if (index < 5) await harness.record(`t${index}`, "SUCCESS");
      await bury(harness, `t${index}`);
    }
    const items = await redrive(harness);
    expect(items.filter(({ result }) => result === "redriven")).toHaveLength(10);
    expect(items).toHaveLength(15);
  });

  it("is ended by its signal: what was not sent lies where it lay", async () => {
    const harness = createHarness(app);
    for (let index = 0; index < 20; index += 1) await bury(harness, `t${index}`);
    const controller = new AbortController();
    harness.clock.timer(4500, () => controller.abort());
    const items = await redrive(harness, { perSecond: 1, signal: controller.signal });
    expect(items.length).toBeGreaterThan(2);
    expect(items.length).toBeLessThan(6);
    const left = 20 - items.length;
    expect(harness.queues.depth("default-dlq")).toMatchObject({ visible: left, inFlight: 0 });
    expect(harness.envelopes()).toHaveLength(items.length);
  });

  it("tells of each letter as it happens", async () => {
    const harness = createHarness(app);
    for (const taskId of ["a", "b"]) await bury(harness, taskId);
    const heard: Redriven[] = [];
    const items = await redrive(harness, { each: (item) => heard.push(item) });
    expect(heard).toEqual(items);
    expect(results(heard)).toEqual([
      ["a", "redriven", true],
      ["b", "redriven", true],
    ]);
  });
});

describe("an edited input", () => {
  const sum = defineTask({
    name: "sum",
    input: z.object({ a: z.coerce.number<string>(), b: z.number().default(1) }),
  });
  const none = defineTask({ name: "none" });
  const editing: App = defineApp({ name: "shop", tasks: [sum, none] });

  it("takes the place of the old one as it is given: the host's schema parses it", async () => {
    const harness = createHarness(editing);
    await bury(harness, "a", { task: "sum", input: inline({ a: "x" }) });
    expect(results(await redrive(harness, { input: { a: "4" } }))).toEqual([
      ["a", "redriven", true],
    ]);
    expect(harness.envelopes()).toMatchObject([{ input: { value: { a: "4" } } }]);
    const [message] = harness.queues.peek("default");
    expect(message?.attributes?.["celeriac-redrive"]).toMatch(/^\d+ edited$/);
  });

  it("is made of the old one by a function, which sees the letter", async () => {
    const harness = createHarness(editing);
    await bury(harness, "a", { task: "sum", input: inline({ a: "1", b: 2 }) });
    await harness.payloads.put("inputs/b", '{"a":"5"}');
    const stored = { kind: "stored", key: "inputs/b", bytes: 9 } as const;
    await bury(harness, "b", { task: "sum", input: stored });
    const input = async (old: unknown, letter: { taskId: string | undefined }) => ({
      ...(old as object),
      b: letter.taskId === "a" ? 7 : 8,
    });
    await redrive(harness, { input });
    expect(harness.envelopes().map((sent) => sent.input)).toEqual([
      { kind: "inline", value: { a: "1", b: 7 } },
      { kind: "inline", value: { a: "5", b: 8 } },
    ]);
  });

  it("that is large is stored under a key of its own: the letter's own input stays", async () => {
    const harness = createHarness(app);
    await harness.payloads.put("inputs/a", '"old"');
    const stored = { kind: "stored", key: "inputs/a", bytes: 5 } as const;
    await bury(harness, "a", { input: stored });
    const large = "x".repeat(300_000);
    await redrive(harness, { input: large });
    const [envelope] = harness.envelopes();
    if (envelope?.input?.kind !== "stored") throw new Error("it travels inline");
    expect(envelope.input.key).toMatch(/^inputs\/a\/[0-9a-f]{12}$/);
    expect(await harness.payloads.get(envelope.input.key)).toBe(JSON.stringify(large));
    expect(await harness.payloads.get("inputs/a")).toBe('"old"');
  });

  it.each([
    ["a value that the schema refuses", { a: "1", b: "2" }, /input of task sum/],
    ["a value that no message can carry", { a: "1", b: 1n }, /./],
    [
      "a function that throws",
      () => {
        throw new TypeError("no");
      },
      /function that edits inputs threw/,
    ],
    ["nothing at all, where there must be something", undefined, /input of task sum/],
  ])("that is %s sends nothing and leaves the letter where it lies", async (_, input, message) => {
    const harness = createHarness(editing);
    await bury(harness, "a", { task: "sum", input: inline({ a: "1" }) });
    const before = harness.queues.peek("default-dlq").map(({ body }) => body);
    const [item] = await redrive(harness, { input });
    expect(item).toMatchObject({ taskId: "a", result: "refused", removed: false });
    expect(item?.error?.message).toMatch(message);
    expect(harness.envelopes()).toEqual([]);
    expect(harness.queues.peek("default-dlq").map(({ body }) => body)).toEqual(before);
    expect(harness.queues.depth("default-dlq")).toMatchObject({ visible: 1, inFlight: 0 });
  });

  it("is refused for a task that the app does not know, and may be nothing for one without input", async () => {
    const harness = createHarness(editing);
    await bury(harness, "a", { task: "gone" });
    await bury(harness, "b", { task: "none", input: inline(1) });
    expect(results(await redrive(harness, { input: undefined }))).toEqual([
      ["a", "refused", false],
      ["b", "redriven", true],
    ]);
    expect(harness.envelopes()[0]).not.toHaveProperty("input");
  });

  it("made of an input that is gone leaves the letter and says so; a whole new one is taken", async () => {
    const harness = createHarness(editing);
    const stored = { kind: "stored", key: "inputs/a", bytes: 9 } as const;
    await bury(harness, "a", { task: "sum", input: stored });
    const [item] = await redrive(harness, { input: (old: unknown) => old });
    expect(item).toMatchObject({ result: "failed", removed: false });
    expect(item?.error?.message).toContain("is not there any more: give a whole new input");
    expect(results(await redrive(harness, { input: { a: "1" } }))).toEqual([
      ["a", "redriven", true],
    ]);
  });

  it("is judged in a dry run too, and stored nowhere", async () => {
    const harness = createHarness(editing);
    await bury(harness, "a", { task: "sum", input: inline({ a: "1" }) });
    expect(results(await redrive(harness, { input: { a: "1", b: "2" }, dryRun: true }))).toEqual([
      ["a", "refused", false],
    ]);
    const large = { a: `1.${"1".repeat(300_000)}` };
    expect(results(await redrive(harness, { input: large, dryRun: true }))).toEqual([
      ["a", "would-redrive", false],
    ]);
    expect(harness.payloads.keys()).toEqual([]);
  });
});
