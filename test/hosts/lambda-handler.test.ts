import { CeleriacError } from "@celeriac/core";
import { createSqsHandler, type HostedEngine, type SqsHandler } from "@celeriac/lambda";
import {
  createMemoryLogger,
  createVirtualClock,
  type MemoryLogger,
  type VirtualClock,
} from "@celeriac/testing/models";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { describe, expect, it, vi } from "vitest";
import { createScriptedEngine, DONE, LEFT } from "./scripted-engine.ts";
import { lambdaContext, QUEUE_ARN, sqsEvent, sqsRecord } from "./sqs-event.ts";

const TIMEOUT_MS = 60_000;

interface Setup {
  readonly clock: VirtualClock;
  readonly logger: MemoryLogger;
  readonly handler: SqsHandler;
  invoke(event: SQSEvent): Promise<SQSBatchResponse>;
}

function setUp(engine: () => HostedEngine | Promise<HostedEngine>): Setup {
  const clock = createVirtualClock();
  const logger = createMemoryLogger();
  const queueOf = (arn: string): string | undefined => (arn === QUEUE_ARN ? "default" : undefined);
  const handler = createSqsHandler({ engine, queueOf, logger, clock });
  const invoke = (event: SQSEvent): Promise<SQSBatchResponse> =>
    handler(event, lambdaContext(clock, TIMEOUT_MS));
  return { clock, logger, handler, invoke };
}

function failures(response: SQSBatchResponse): string[] {
  return response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

const never = new Promise<never>(() => undefined);

describe("a batch is answered record by record", () => {
  it("strikes out what the engine acknowledged, and reports all else as failed", async () => {
    const engine = createScriptedEngine(({ message }) => (message.body === "b" ? LEFT : DONE));
    const { invoke } = setUp(() => engine);
    expect(failures(await invoke(sqsEvent("a", "b", "c")))).toEqual(["b"]);
  });

  it("reports nothing when everything is acknowledged", async () => {
    const { invoke } = setUp(() => createScriptedEngine(() => DONE));
    expect(await invoke(sqsEvent("a", "b"))).toEqual({ batchItemFailures: [] });
  });

  it("keeps one record's throw from its neighbours", async () => {
    const engine = createScriptedEngine(({ message }) => {
      if (message.body === "b") throw new Error("a defect");
      return DONE;
    });
    const { invoke, logger } = setUp(() => engine);
    expect(failures(await invoke(sqsEvent("a", "b", "c")))).toEqual(["b"]);
    expect(logger.lines).toMatchObject([{ level: "error", fields: { messageId: "b" } }]);
  });

  it("runs the records at the same time", async () => {
    const both = Promise.withResolvers<void>();
    const engine = createScriptedEngine(async () => {
      if (engine.active === 2) both.resolve();
      await both.promise;
      return DONE;
    });
    const { invoke } = setUp(() => engine);
    expect(failures(await invoke(sqsEvent("a", "b")))).toEqual([]);
  });

  it("strikes an identifier out only when every record of it is acknowledged", async () => {
    const engine = createScriptedEngine(({ message }) =>
      message.receiptHandle === "a#2" ? LEFT : DONE,
    );
    const { invoke } = setUp(() => engine);
    const twin = sqsRecord("a", { receiptHandle: "a#2" });
    expect(failures(await invoke(sqsEvent("a", twin)))).toEqual(["a"]);
  });

  it("tells the engine where the message came from and what time it has, less the answer's", async () => {
    const engine = createScriptedEngine(() => DONE);
    const { invoke, clock } = setUp(() => engine);
    await clock.advance(1234);
    await invoke(sqsEvent("a"));
    const [delivery] = engine.deliveries;
    expect(delivery).toMatchObject({ queue: "default", receivedAt: 1234 });
    expect(delivery?.message).toMatchObject({ messageId: "a", receiveCount: 1 });
    expect(delivery?.remainingMs?.()).toBe(TIMEOUT_MS - 500);
    await clock.advance(10_000);
    expect(delivery?.remainingMs?.()).toBe(TIMEOUT_MS - 500 - 10_000);
  });
});

describe("an invocation answers before its deadline, whatever its tasks do", () => {
  it("reports what still runs as failed, and what has ended as it ended", async () => {
    const engine = createScriptedEngine(({ message }) => (message.body === "a" ? DONE : never));
    const { invoke, clock, logger } = setUp(() => engine);
    let answered = false;
    const answer = invoke(sqsEvent("a", "b", "c")).finally(() => {
      answered = true;
    });
    await clock.advance(TIMEOUT_MS - 501);
    expect(answered).toBe(false);
    await clock.advance(1);
    expect(failures(await answer)).toEqual(["b", "c"]);
    expect(logger.lines).toMatchObject([{ level: "warn", fields: { unfinished: 2, records: 3 } }]);
  });

  it("answers at once when no time is left at all", async () => {
    const engine = createScriptedEngine(() => never);
    const { handler, clock } = setUp(() => engine);
    const answer = handler(sqsEvent("a"), lambdaContext(clock, 400));
    await clock.advance(0);
    expect(failures(await answer)).toEqual(["a"]);
  });

  it("reports the whole batch as failed when the engine is not made in time", async () => {
    const { invoke, clock } = setUp(() => never);
    const answer = invoke(sqsEvent("a", "b"));
    await clock.advance(TIMEOUT_MS);
    expect(failures(await answer)).toEqual(["a", "b"]);
  });

  it("leaves no timer behind", async () => {
    const { invoke, clock } = setUp(() => createScriptedEngine(() => DONE));
    await invoke(sqsEvent("a"));
    expect(clock.pending).toBe(0);
  });
});

describe("what is not this app's is reported as failed, and said", () => {
  it.each<[string, unknown]>([
    ["null", null],
    ["a number", 7],
    [
      "an ARN that no text can be made of",
      { eventSource: "aws:sqs", eventSourceARN: { toString: 1 } },
    ],
    ["an id that is a list", { messageId: ["a"], eventSourceARN: {} }],
  ])("a record that is none, and its neighbours are done: %s", async (_what, broken) => {
    const engine = createScriptedEngine(() => DONE);
    const { invoke, logger } = setUp(() => engine);
    const event = sqsEvent("a", broken as SQSRecord, "c");
    expect(failures(await invoke(event))).toEqual([""]);
    expect(engine.deliveries.map(({ message }) => message.messageId)).toEqual(["a", "c"]);
    expect(logger.lines).toMatchObject([{ level: "error" }]);
  });

  it("never shows a body, or more than a line of anything", async () => {
    const engine = createScriptedEngine(() => DONE);
    const { invoke, logger } = setUp(() => engine);
    const body = "hunter2".repeat(1000);
    const foreign = sqsRecord("b", { body, eventSourceARN: "arn\n".repeat(1000) });
    await invoke(sqsEvent(foreign));
    expect(logger.lines).toHaveLength(1);
    const written = JSON.stringify(logger.lines);
    expect(written.length).toBeLessThan(1500);
    expect(written).not.toContain("hunter2");
  });

  it("names the ARN of a queue that the app does not have, and what to do", async () => {
    const engine = createScriptedEngine(() => DONE);
    const { invoke, logger } = setUp(() => engine);
    const foreign = "arn:aws:sqs:eu-west-1:000000000000:someone-elses";
    const event = sqsEvent("a", sqsRecord("b", { eventSourceARN: foreign }));
    expect(failures(await invoke(event))).toEqual(["b"]);
    expect(engine.deliveries).toHaveLength(1);
    const [line] = logger.lines;
    expect(line).toMatchObject({ level: "error", fields: { eventSourceArn: foreign } });
    expect(line?.message).toContain(foreign);
    expect(line?.message).toContain("Remove the event source mapping");
  });

  it("names the source of a record that is none of SQS", async () => {
    const { invoke, logger } = setUp(() => createScriptedEngine(() => DONE));
    const event = sqsEvent(sqsRecord("a", { eventSource: "aws:kinesis" }));
    expect(failures(await invoke(event))).toEqual(["a"]);
    expect(logger.lines[0]?.message).toContain("aws:kinesis");
  });

  it("refuses an event that is no batch", async () => {
    const { invoke } = setUp(() => createScriptedEngine(() => DONE));
    const error = await invoke({ ping: true } as unknown as SQSEvent).catch((thrown) => thrown);
    expect(CeleriacError.is(error, "undecodable")).toBe(true);
    expect(error.message).toContain("SQS event source mapping");
  });
});

describe("the engine is made at the first invocation", () => {
  it("and kept for the warm ones", async () => {
    let made = 0;
    const { invoke } = setUp(() => {
      made += 1;
      return createScriptedEngine(() => DONE);
    });
    expect(made).toBe(0);
    await invoke(sqsEvent("a"));
    await invoke(sqsEvent("b"));
    expect(made).toBe(1);
  });

  it("fails the invocation as a whole when it cannot be made, and tries again at the next", async () => {
    const mistake = new CeleriacError("missing-resource", "no table is known");
    const tries = [() => Promise.reject(mistake), () => createScriptedEngine(() => DONE)];
    const { invoke, logger, clock } = setUp(() => tries.shift()?.() ?? never);
    await expect(invoke(sqsEvent("a"))).rejects.toBe(mistake);
    expect(logger.lines).toMatchObject([{ level: "error", fields: { error: mistake } }]);
    expect(failures(await invoke(sqsEvent("a")))).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe("an invocation keeps the process alive", () => {
  it("until it is answered, though a task waits for nothing that would", async () => {
    const started = vi.spyOn(globalThis, "setTimeout");
    const cleared = vi.spyOn(globalThis, "clearTimeout");
    const { invoke, clock } = setUp(() => createScriptedEngine(() => never));
    const answer = invoke(sqsEvent("a"));
    const timer = started.mock.results[0]?.value as NodeJS.Timeout | undefined;
    expect(timer?.hasRef()).toBe(true);
    expect(cleared).not.toHaveBeenCalledWith(timer);
    await clock.advance(TIMEOUT_MS);
    await answer;
    expect(cleared).toHaveBeenCalledWith(timer);
    vi.restoreAllMocks();
  });
});

describe("further middlewares can be added", () => {
  it("around the batch", async () => {
    const { handler, invoke } = setUp(() => createScriptedEngine(() => DONE));
    const seen: number[] = [];
    handler.before(({ event }) => {
      seen.push(event.Records.length);
    });
    await invoke(sqsEvent("a", "b"));
    expect(seen).toEqual([2]);
  });
});
