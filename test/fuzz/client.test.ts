import { createClient } from "@celeriac/client";
import {
  decodeEnvelope,
  decodeRedriveMark,
  type ErrorCode,
  type MessageReceiver,
  type SendAnswer,
} from "@celeriac/core";
import {
  createMemoryLogger,
  createMemoryPayloadStore,
  createMemoryScheduleStore,
  createMemoryTaskStore,
  createSeededRandom,
  createVirtualClock,
} from "@celeriac/testing/models";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { app, echo, type limited } from "../client/shop-app.ts";
import { documented, documentedLater, guardBystanders } from "./bystanders.ts";
import { anyHostile, damaged, hostileText, RUNS, real } from "./hostile.ts";

guardBystanders();

const CODES: readonly ErrorCode[] = [
  "invalid-options",
  "invalid-input",
  "not-serialisable",
  "payload-too-large",
];
const OPTIONS = {
  taskId: "id-1",
  tenant: "t",
  tags: { a: "b" },
  queue: "default",
  delay: "1s",
  expires: "1h",
  softTimeLimit: "1s",
  timeLimit: "2s",
};

const harmless = {
  delete: async () => ({ ok: true }) as const,
  changeVisibility: async () => ({ ok: true }) as const,
};

/** A client whose queues take everything and check that it can be read. */
function setUp(receiver?: Pick<MessageReceiver, "receive">): ReturnType<typeof createClient> {
  const clock = createVirtualClock();
  const sender = {
    send: async (queue: string, { body }: { readonly body: string }): Promise<SendAnswer> => {
      expect([...app.queues.keys()]).toContain(queue);
      expect(decodeEnvelope(body).kind).toBe("envelope");
      return { ok: true, messageId: "m" };
    },
  };
  return createClient(app, {
    sender,
    ...(receiver === undefined ? {} : { receiver: { ...receiver, ...harmless } }),
    store: createMemoryTaskStore({ clock }),
    payloads: createMemoryPayloadStore(),
    schedules: createMemoryScheduleStore({ clock, sender, queues: [...app.queues.keys()] }),
    clock,
    random: createSeededRandom(3),
    logger: createMemoryLogger(),
  });
}

describe("whatever a caller hands over is sent, or refused with a clear error", () => {
  it("inputs", async () => {
    const client = setUp();
    await fc.assert(
      fc.asyncProperty(anyHostile, async (input) => {
        await documentedLater(CODES, () => client.enqueue(echo, real(input)));
      }),
      { numRuns: RUNS },
    );
  });

  it("options of enqueue", async () => {
    const client = setUp();
    const options = fc.oneof(damaged(OPTIONS), anyHostile);
    await fc.assert(
      fc.asyncProperty(options, async (hostile) => {
        const given = real(hostile);
        await documentedLater(CODES, () => client.enqueue(echo, 1, given as object));
        await documentedLater(CODES, () => client.enqueueMany(echo, [1], given as object));
      }),
      { numRuns: RUNS },
    );
  });

  it("items of enqueueItems: each its own outcome", async () => {
    const client = setUp();
    const item = fc.oneof(damaged({ input: 1, options: OPTIONS }), anyHostile);
    await fc.assert(
      fc.asyncProperty(item, async (hostile) => {
        const given = real(hostile);
        const items = [{ input: 1 }, given as { input: number }, { input: 2 }];
        const outcomes = await client.enqueueItems(echo, items);
        expect(outcomes.map(({ ok }) => ok)).toEqual([true, expect.any(Boolean), true]);
      }),
      { numRuns: RUNS },
    );
  });

  it("tasks, ids, queues, iterables and waits", async () => {
    const client = setUp();
    await fc.assert(
      fc.asyncProperty(anyHostile, hostileText, async (hostile, text) => {
        const value = real(hostile);
        documented(CODES, () => client.handle(value as typeof echo, text));
        documented(CODES, () => client.handle(echo, value as string));
        documented([...CODES, "missing-resource"], () => client.deadLetters(value as string));
        documented(CODES, () => client.handle(echo, "id").updates(value as object));
        if (hasMany(value)) return;
        await documentedLater(CODES, () => client.enqueue(value as typeof limited));
        await documentedLater(CODES, () => client.enqueueMany(echo, value as []));
        await documentedLater(CODES, () => client.enqueueItems(echo, value as []));
      }),
      { numRuns: RUNS },
    );
  });
});

describe("whatever a caller asks of dead letters and tags is answered, or refused with a clear error", () => {
  const ASKED: readonly ErrorCode[] = [...CODES, "missing-resource", "unreachable"];
  const SELECTION = {
    taskIds: ["id-1"],
    tasks: ["text.*"],
    reasons: ["error"],
    errors: ["TypeError"],
    tags: { a: "b" },
    limit: 5,
    from: new Date(5),
    until: new Date(6),
    perSecond: 5,
    dryRun: true,
    input: 1,
  };
  const client = setUp({ receive: async () => [] });

  it("selections", async () => {
    const letters = client.deadLetters("default");
    await fc.assert(
      fc.asyncProperty(fc.oneof(damaged(SELECTION), anyHostile), async (hostile) => {
        const given = real(hostile) as object;
        for (const call of ["list", "redrive", "purge", "redriveAll"] as const) {
          await documentedLater(ASKED, async () => letters[call](given));
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("tags", async () => {
    const asked = fc.oneof(damaged({ task: echo, states: ["RETRY"] }), anyHostile);
    const retry = fc.oneof(
      damaged({ queues: ["default"], dryRun: true, perSecond: 1 }),
      anyHostile,
    );
    await fc.assert(
      fc.asyncProperty(anyHostile, asked, retry, async (tag, hostile, hostileRetry) => {
        const [search, given] = [real(tag) as { a: "b" }, real(hostile) as object];
        documented(ASKED, () => client.find(search, given));
        documented(ASKED, () => client.find({ a: "b" }, given));
        await documentedLater(ASKED, () => client.revokeByTag(search, given));
        await documentedLater(ASKED, () => client.retryByTag(search));
        const how = real(hostileRetry) as object;
        await documentedLater(ASKED, () => client.retryByTag({ a: "b" }, how));
      }),
      { numRuns: RUNS },
    );
  });

  it("what attributes of a message say of a redrive", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const mark = decodeRedriveMark(text, 1);
        if (mark !== undefined) expect(text).toMatch(/^\d{1,15}( edited)?$/);
      }),
      { numRuns: RUNS },
    );
  });
});

/** A list that is longer than what is worth sending. */
function hasMany(value: unknown): boolean {
  try {
    return Array.isArray(value) && value.length > 5;
  } catch {
    return false;
  }
}
