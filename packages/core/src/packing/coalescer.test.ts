import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CoalescerOptions, createCoalescer } from "./coalescer.ts";

/** A coalescer whose ticks and flushes are run by hand. */
function createRig(options: Partial<CoalescerOptions<string, string>> = {}) {
  const deferred: (() => void)[] = [];
  const flushes: Flush[] = [];
  const offer = createCoalescer<string, string>({
    maxEntries: 3,
    width: 2,
    defer: (run) => void deferred.push(run),
    flush: (items) =>
      new Promise((resolve, reject) => {
        flushes.push({
          items,
          answer: () => resolve(items.map((item) => item.toUpperCase())),
          give: resolve,
          fail: reject,
        });
      }),
    ...options,
  });
  const tick = (): void => {
    for (const run of deferred.splice(0)) run();
  };
  return { offer, tick, deferred, flushes, sent: () => flushes.map(({ items }) => items.join("")) };
}

interface Flush {
  readonly items: readonly string[];
  /** Answers each item in capitals. */
  readonly answer: () => void;
  readonly give: (answers: readonly string[]) => void;
  readonly fail: (error: unknown) => void;
}

/** Lets every promise that has settled be noticed. */
const noticed = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("Calls made within a tick travel together", () => {
  it("packs them, in order", async () => {
    const rig = createRig();
    const answers = Promise.all(["a", "b", "c", "d"].map(rig.offer));
    expect(rig.deferred).toHaveLength(1);
    expect(rig.sent()).toEqual([]);
    rig.tick();
    expect(rig.sent()).toEqual(["abc", "d"]);
    for (const flush of rig.flushes) flush.answer();
    expect(await answers).toEqual(["A", "B", "C", "D"]);
  });

  it("lets a lone call wait for one tick only", async () => {
    const rig = createRig();
    const answer = rig.offer("a");
    rig.tick();
    expect(rig.sent()).toEqual(["a"]);
    rig.flushes[0]?.answer();
    expect(await answer).toBe("A");
    expect(rig.deferred).toEqual([]);
  });

  it("gathers what comes while all flushes are under way, and goes on when one ends", async () => {
    const rig = createRig({ maxEntries: 10, width: 1 });
    const answers = [rig.offer("a")];
    rig.tick();
    answers.push(rig.offer("b"), rig.offer("c"));
    expect(rig.deferred).toEqual([]);
    rig.flushes[0]?.answer();
    await noticed();
    answers.push(rig.offer("d"));
    rig.tick();
    expect(rig.sent()).toEqual(["a", "bcd"]);
    rig.flushes[1]?.answer();
    expect(await Promise.all(answers)).toEqual(["A", "B", "C", "D"]);
  });

  it("goes on after a flush that failed", async () => {
    const rig = createRig({ width: 1, maxEntries: 1 });
    const first = rig.offer("a");
    const second = rig.offer("b");
    rig.tick();
    rig.flushes[0]?.fail(new Error("down"));
    await expect(first).rejects.toThrow("down");
    await noticed();
    rig.tick();
    rig.flushes[1]?.answer();
    expect(await second).toBe("B");
  });
});

describe("A flush keeps its limits", () => {
  it("of bytes; what is above them travels alone", () => {
    const rig = createRig({
      maxEntries: 10,
      maxBytes: 4,
      bytesOf: (item) => item.length,
      width: 9,
    });
    for (const item of ["aa", "bb", "c", "dddddd", "e"]) void rig.offer(item);
    rig.tick();
    expect(rig.sent()).toEqual(["aabb", "c", "dddddd", "e"]);
  });

  it("of keys: what shares one waits for the next, before what came later", () => {
    const rig = createRig({ maxEntries: 3, keyOf: (item) => item.slice(0, 1), width: 9 });
    for (const item of ["a1", "a2", "a3", "b1", "c1", "d1"]) void rig.offer(item);
    rig.tick();
    expect(rig.sent()).toEqual(["a1b1c1", "a2d1", "a3"]);
  });

  it("rejects the caller whose item cannot be measured, and nobody else", async () => {
    const rig = createRig({
      maxBytes: 9,
      bytesOf: (item) => {
        if (item === "bad") throw new Error("no length");
        return 1;
      },
    });
    const [bad, good] = [rig.offer("bad"), rig.offer("good")];
    await expect(bad).rejects.toThrow("no length");
    rig.tick();
    rig.flushes[0]?.answer();
    expect(await good).toBe("GOOD");
  });
});

describe("A flush that goes wrong is told to each of its callers, and to no other", () => {
  it("rejects all with the error it threw", async () => {
    const rig = createRig({ maxEntries: 2 });
    const results = Promise.allSettled(["a", "b", "c"].map(rig.offer));
    rig.tick();
    const down = new Error("down");
    rig.flushes[0]?.fail(down);
    rig.flushes[1]?.answer();
    expect(await results).toEqual([
      { status: "rejected", reason: down },
      { status: "rejected", reason: down },
      { status: "fulfilled", value: "C" },
    ]);
  });

  it("takes a flush that throws before it promises like one that fails", async () => {
    const rig = createRig({
      flush: () => {
        throw new Error("at once");
      },
    });
    const answer = rig.offer("a");
    rig.tick();
    await expect(answer).rejects.toThrow("at once");
  });

  it.each([[["A"]], [["A", "B", "C"]], [[]]])(
    "rejects all when the answers are %j for two",
    async (answers) => {
      const rig = createRig();
      const results = Promise.allSettled(["a", "b"].map(rig.offer));
      rig.tick();
      rig.flushes[0]?.give(answers);
      const reason = expect.objectContaining({
        code: "service-error",
        message: `a batch of 2 got ${answers.length} answers: none of them can be told from another's`,
      });
      expect(await results).toEqual([
        { status: "rejected", reason },
        { status: "rejected", reason },
      ]);
    },
  );
});

describe("Whatever the order of offers, ticks and answers", () => {
  interface Item {
    readonly number: number;
    readonly key: string;
    readonly bytes: number;
  }
  const event = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ offer: fc.constantFrom("a", "b", "c"), bytes: fc.nat(12) }),
    },
    { weight: 2, arbitrary: fc.constant("tick" as const) },
    { weight: 2, arbitrary: fc.record({ finish: fc.nat(), fails: fc.boolean() }) },
  );

  it("each caller gets its own answer, and no limit is passed", async () => {
    const limits = fc.record({
      maxEntries: fc.integer({ min: 1, max: 4 }),
      width: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 60 }),
        limits,
        async (events, { maxEntries, width }) => {
          const deferred: (() => void)[] = [];
          const underWay: { items: readonly Item[]; end: (fails: boolean) => void }[] = [];
          const flushed: Item[] = [];
          const offer = createCoalescer<Item, string>({
            maxEntries,
            width,
            maxBytes: 10,
            bytesOf: (item) => item.bytes,
            keyOf: (item) => item.key,
            defer: (run) => void deferred.push(run),
            flush: (items) =>
              new Promise((resolve, reject) => {
                flushed.push(...items);
                const bytes = items.reduce((sum, item) => sum + item.bytes, 0);
                expect(items.length === 1 || bytes <= 10).toBe(true);
                expect(items.length).toBeLessThanOrEqual(maxEntries);
                expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
                const end = (fails: boolean): void =>
                  fails
                    ? reject(new Error(`lost ${items[0]?.number}`))
                    : resolve(items.map(({ number }) => `${number}`));
                underWay.push({ items, end });
                expect(underWay.length).toBeLessThanOrEqual(width);
              }),
          });
          const offered: Promise<string>[] = [];
          const fates = new Map<number, string>();
          const finish = (at: number, fails: boolean): void => {
            const [flush] = underWay.splice(at % Math.max(underWay.length, 1), 1);
            for (const { number } of flush?.items ?? []) {
              fates.set(number, fails ? `Error: lost ${flush?.items[0]?.number}` : `${number}`);
            }
            flush?.end(fails);
          };
          const tick = (): void => {
            for (const run of deferred.splice(0)) run();
          };
          for (const happening of events) {
            if (happening === "tick") tick();
            else if ("finish" in happening) finish(happening.finish, happening.fails);
            else
              offered.push(
                offer({ number: offered.length, key: happening.offer, bytes: happening.bytes }),
              );
            await Promise.resolve();
          }
          const results = Promise.all(offered.map((answer) => answer.catch(String)));
          while (fates.size < offered.length) {
            tick();
            finish(0, false);
            await noticed();
          }
          expect(await results).toEqual(offered.map((_, number) => fates.get(number)));
          expect(flushed.map(({ number }) => number).sort((a, b) => a - b)).toEqual([
            ...offered.keys(),
          ]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
