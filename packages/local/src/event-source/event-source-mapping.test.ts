import { setImmediate } from "node:timers/promises";
import type { Message } from "@aws-sdk/client-sqs";
import { describe, expect, it, onTestFinished } from "vitest";
import type { InvocationAnswer } from "../lambda/lambda-function.ts";
import { type EventSourceMappingOptions, startEventSourceMapping } from "./event-source-mapping.ts";
import type { SqsEvent } from "./sqs-event.ts";

/** A queue whose receives the test answers one by one. */
class ScriptedQueue {
  readonly receives: {
    max: number;
    waitMs: number;
    answer: (messages: readonly Message[]) => void;
  }[] = [];
  readonly deleted: string[] = [];
  readonly #unanswered = new Set<(messages: readonly Message[]) => void>();
  #changed: () => void = () => undefined;
  #closed = false;

  receive(max: number, waitMs: number): Promise<readonly Message[]> {
    if (this.#closed) return Promise.resolve([]);
    return new Promise((resolve) => {
      const answer = (messages: readonly Message[]): void => {
        this.#unanswered.delete(answer);
        resolve(messages);
      };
      this.#unanswered.add(answer);
      this.receives.push({ max, waitMs, answer });
      this.#changed();
    });
  }

  /** The next receive, once it has been asked. */
  async asked(): Promise<{
    max: number;
    waitMs: number;
    answer: (messages: readonly Message[]) => void;
  }> {
    while (this.receives.length === 0) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
    return this.receives.shift()!;
  }

  delete(messages: readonly Message[]): Promise<readonly string[]> {
    this.deleted.push(...messages.map(({ MessageId }) => MessageId!));
    return Promise.resolve([]);
  }

  close(): void {
    this.#closed = true;
  }

  endPolls(): void {
    this.#closed = true;
    for (const answer of this.#unanswered) answer([]);
  }
}

const messages = (...ids: string[]): readonly Message[] =>
  ids.map((MessageId) => ({ MessageId, ReceiptHandle: MessageId, Body: MessageId }));
const succeeded: InvocationAnswer = { ok: true, payload: "null" };

interface Call {
  readonly ids: readonly string[];
  readonly answer: (answer: InvocationAnswer) => void;
}

function start(changes: Partial<EventSourceMappingOptions> = {}) {
  const queue = new ScriptedQueue();
  const calls: Call[] = [];
  const lines: string[] = [];
  let called: () => void = () => undefined;
  const mapping = startEventSourceMapping({
    queue,
    queueArn: "arn",
    batchSize: 10,
    batchWindowMs: 0,
    maximumConcurrency: 2,
    invoke: (event) =>
      new Promise((answer) => {
        calls.push({ ids: (event as SqsEvent).Records.map(({ messageId }) => messageId), answer });
        called();
      }),
    onLine: (line) => lines.push(line),
    ...changes,
  });
  const nextCall = async (): Promise<Call> => {
    while (calls.length === 0) {
      await new Promise<void>((resolve) => {
        called = resolve;
      });
    }
    return calls.shift()!;
  };
  const stop = (): Promise<void> => {
    const stopped = mapping.stop();
    queue.endPolls();
    return stopped;
  };
  onTestFinished(stop);
  return { queue, calls, lines, nextCall, stop };
}

describe("an event source mapping never receives more than it can invoke", () => {
  it("polls again while a place is free, and not while none is", async () => {
    const { queue, nextCall } = start({ maximumConcurrency: 2 });
    (await queue.asked()).answer(messages("a"));
    (await queue.asked()).answer(messages("b"));
    const [first, second] = [await nextCall(), await nextCall()];
    expect(queue.receives).toHaveLength(0);
    second.answer(succeeded);
    (await queue.asked()).answer(messages("c"));
    const third = await nextCall();
    expect(queue.receives).toHaveLength(0);
    first.answer(succeeded);
    third.answer(succeeded);
    await queue.asked();
    expect(queue.deleted).toEqual(["b", "a", "c"]);
  });

  it("asks for no more than its batch size, and waits long for the first message", async () => {
    const { queue } = start({ batchSize: 3 });
    expect(await queue.asked()).toMatchObject({ max: 3, waitMs: 20_000 });
  });
});

describe("a batch window gathers", () => {
  it("until the batch is full", async () => {
    const { queue, nextCall } = start({ batchSize: 3, batchWindowMs: 60_000 });
    (await queue.asked()).answer(messages("a"));
    const second = await queue.asked();
    expect(second.max).toBe(2);
    expect(second.waitMs).toBeGreaterThan(0);
    expect(second.waitMs).toBeLessThanOrEqual(60_000);
    second.answer(messages("b", "c"));
    const call = await nextCall();
    expect(call.ids).toEqual(["a", "b", "c"]);
    call.answer(succeeded);
  });

  it("until the window ends", async () => {
    const { queue, nextCall } = start({ batchWindowMs: 1 });
    (await queue.asked()).answer(messages("a"));
    const call = nextCall();
    // However often it asks within the window: nothing more comes.
    const emptying = (async () => {
      for (;;) (await queue.asked()).answer([]);
    })();
    void emptying;
    expect((await call).ids).toEqual(["a"]);
    (await call).answer(succeeded);
  });

  it("not at all without a window: what the first receive brings is the batch", async () => {
    const { queue, nextCall } = start({ batchWindowMs: 0 });
    (await queue.asked()).answer(messages("a"));
    const call = await nextCall();
    expect(call.ids).toEqual(["a"]);
    call.answer(succeeded);
  });
});

describe("what a function finished is deleted, what failed is left", () => {
  const ANSWERS: readonly [string, InvocationAnswer, readonly string[]][] = [
    ["nothing reported", succeeded, ["a", "b", "c"]],
    [
      "one failure reported",
      { ok: true, payload: '{"batchItemFailures":[{"itemIdentifier":"b"}]}' },
      ["a", "c"],
    ],
    [
      "an unknown message reported",
      { ok: true, payload: '{"batchItemFailures":[{"itemIdentifier":"x"}]}' },
      [],
    ],
    ["an answer that is not JSON", { ok: true, payload: "{" }, []],
    ["the function failed", { ok: false, errorType: "Error", errorMessage: "no" }, []],
  ];
  it.each(ANSWERS)("%s", async (_what, answer, deleted) => {
    const { queue, nextCall } = start();
    (await queue.asked()).answer(messages("a", "b", "c"));
    (await nextCall()).answer(answer);
    await queue.asked();
    await expect.poll(() => queue.deleted).toEqual(deleted);
  });

  it("and the log says why", async () => {
    const { queue, nextCall, lines } = start();
    (await queue.asked()).answer(messages("a"));
    (await nextCall()).answer({ ok: false, errorType: "RangeError", errorMessage: "too far" });
    await expect.poll(() => lines).toEqual(["the invocation failed: RangeError: too far"]);
  });

  it("in events that Lambda can take: a batch that is too large goes in parts, one after another", async () => {
    const { queue, calls, nextCall } = start();
    const large = messages("a", "b", "c", "d", "e", "f", "g").map((message) => ({
      ...message,
      Body: "x".repeat(1_048_576),
    }));
    (await queue.asked()).answer(large);
    const first = await nextCall();
    expect(first.ids).toEqual(["a", "b", "c", "d", "e"]);
    expect(calls).toHaveLength(0);
    first.answer({ ok: false, errorType: "Error", errorMessage: "no" });
    const second = await nextCall();
    expect(second.ids).toEqual(["f", "g"]);
    second.answer(succeeded);
    await expect.poll(() => queue.deleted).toEqual(["f", "g"]);
  });
});

describe("an event source mapping stops in order", () => {
  it("takes nothing more and waits for what runs", async () => {
    const { queue, nextCall, stop } = start();
    (await queue.asked()).answer(messages("a"));
    const call = await nextCall();
    await queue.asked();
    let stopped = false;
    const stopping = stop().then(() => {
      stopped = true;
    });
    // Everything that could happen by itself has happened by then.
    await setImmediate();
    expect(queue.receives).toHaveLength(0);
    expect(stopped).toBe(false);
    call.answer(succeeded);
    await stopping;
    expect(queue.deleted).toEqual(["a"]);
  });

  it("runs what a last receive brought: a message that was received must not wait for its visibility", async () => {
    const { queue, nextCall, stop } = start();
    const receive = await queue.asked();
    receive.answer(messages("a"));
    let stopped = false;
    const stopping = stop().then(() => {
      stopped = true;
    });
    const call = await nextCall();
    await setImmediate();
    expect(stopped).toBe(false);
    call.answer(succeeded);
    await stopping;
    expect(queue.deleted).toEqual(["a"]);
  });
});
