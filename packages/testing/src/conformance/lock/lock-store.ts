import type { LockStore, UniqueLock } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { everyKindOfText } from "../every-text.ts";
import { SUITE_TIMEOUT_MS, underTest } from "../under-test.ts";

/** A lock store to be tested. */
export interface LocksUnderTest {
  readonly locks: LockStore;
  readonly close: () => Promise<void>;
}

const NOW = 1_767_225_600_123;
const ACQUIRED = { acquired: true };

/**
 * Tests that a lock store gives each lock to one holder, and changes it for no other. Call it where tests are
 * collected. No difference from AWS may be declared.
 */
export function testLockStoreConformance(name: string, setup: () => Promise<LocksUnderTest>): void {
  describe(`${name}: lock store`, { timeout: SUITE_TIMEOUT_MS }, () => {
    const port = underTest(setup);
    let number = 0;
    const fresh = (taskId = "holder", fields: Partial<UniqueLock> = {}): UniqueLock => {
      number += 1;
      return lockOf(`key-${number}`, taskId, fields);
    };
    locksAreAcquired(() => port().locks, fresh);
    manyAskAtOnce(() => port().locks, fresh);
    locksAreTakenOver(() => port().locks, fresh);
    holdersChangeTheirOwn(() => port().locks, fresh);
  });
}

type Fresh = (taskId?: string, fields?: Partial<UniqueLock>) => UniqueLock;

function locksAreAcquired(locks: () => LockStore, fresh: Fresh): void {
  describe("a lock has one holder", () => {
    it("is acquired where none is, and shown whole to the next", async () => {
      const lock = fresh("first", { eta: NOW + 5000, sent: true });
      expect(await locks().acquire(lock)).toEqual(ACQUIRED);
      const refused = await locks().acquire({ ...lock, taskId: "second" });
      expect(refused).toEqual({ acquired: false, current: lock });
    });

    it("shows its own first copy to a repeated request", async () => {
      const lock = fresh("mine");
      await locks().acquire(lock);
      expect(await locks().acquire(lock)).toEqual({ acquired: false, current: lock });
    });

    it("keeps keys and tasks apart, of any text", async () => {
      const texts = [
        everyKindOfText().slice(0, 256).toWellFormed(),
        "a#b",
        "a",
        "A",
        " a",
        "k".repeat(512),
      ];
      for (const key of texts) {
        const lock = { ...fresh(), key };
        expect(await locks().acquire(lock)).toEqual(ACQUIRED);
        expect(await locks().acquire({ ...lock, task: "another.task" })).toEqual(ACQUIRED);
        expect(await locks().acquire(lock)).toEqual({ acquired: false, current: lock });
      }
    });
  });
}

function manyAskAtOnce(locks: () => LockStore, fresh: Fresh): void {
  describe("a lock that many ask for at once", () => {
    it("is given to one of 40, and each of the others sees who", async () => {
      const { key } = fresh();
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, index) => locks().acquire(lockOf(key, `task-${index}`))),
      );
      const winners = answers.flatMap((answer, index) => (answer.acquired ? [index] : []));
      expect(winners).toHaveLength(1);
      for (const answer of answers) {
        if (!answer.acquired) expect(answer.current?.taskId).toBe(`task-${winners[0]}`);
      }
    });

    it("serves 60 keys at once, each its own answer", async () => {
      const held = fresh("before");
      await locks().acquire(held);
      const wanted = Array.from({ length: 60 }, (_, index) => (index === 41 ? held : fresh()));
      const answers = await Promise.all(wanted.map((lock) => locks().acquire(lock)));
      expect(answers).toEqual(
        wanted.map((_, index) => (index === 41 ? { acquired: false, current: held } : ACQUIRED)),
      );
    });
  });
}

function locksAreTakenOver(locks: () => LockStore, fresh: Fresh): void {
  describe("a lock is taken over", () => {
    it("while it is the one that was seen, whole", async () => {
      const old = fresh("old", { eta: NOW, sent: true });
      await locks().acquire(old);
      const next = lockOf(old.key, "new", { until: old.until + 1 });
      expect(await locks().acquire(next, old)).toEqual(ACQUIRED);
      expect(await locks().acquire(old)).toEqual({ acquired: false, current: next });
    });

    it("whether it was confirmed meanwhile or not", async () => {
      const old = fresh("old");
      await locks().acquire(old);
      await locks().confirm(old, "old");
      expect(await locks().acquire(lockOf(old.key, "new"), old)).toEqual(ACQUIRED);
    });

    it.each<[string, Partial<UniqueLock>]>([
      ["another holder's", { taskId: "another" }],
      ["the same holder's, acquired anew", { until: NOW + 1 }],
    ])("never when it is %s", async (_what, fields) => {
      const stands = fresh("old");
      await locks().acquire(stands);
      const seen = { ...stands, ...fields };
      const answer = await locks().acquire(lockOf(stands.key, "new"), seen);
      expect(answer).toEqual({ acquired: false, current: stands });
    });

    it("never where none is any more: a late request stores nothing", async () => {
      const old = fresh("old");
      const late = await locks().acquire(lockOf(old.key, "new"), old);
      expect(late).toEqual({ acquired: false, current: undefined });
      expect(await locks().acquire(old)).toEqual(ACQUIRED);
    });

    it("by one of 20 that saw the same", async () => {
      const old = fresh("old");
      await locks().acquire(old);
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          locks().acquire(lockOf(old.key, `n${index}`), old),
        ),
      );
      expect(answers.filter(({ acquired }) => acquired)).toHaveLength(1);
    });
  });
}

function holdersChangeTheirOwn(locks: () => LockStore, fresh: Fresh): void {
  describe("a lock is changed for its holder alone", () => {
    it("confirmed: it says sent, and nothing else has changed", async () => {
      const lock = fresh();
      await locks().acquire(lock);
      await locks().confirm(lock, lock.taskId);
      await locks().confirm(lock, lock.taskId);
      const { current } = (await locks().acquire(lock)) as { current: UniqueLock };
      expect(current).toEqual({ ...lock, sent: true });
    });

    it("confirmed by another: nothing has changed", async () => {
      const lock = fresh();
      await locks().acquire(lock);
      await locks().confirm(lock, "another");
      expect(await locks().acquire(lock)).toEqual({ acquired: false, current: lock });
    });

    it("confirmed where none is: none is there", async () => {
      const lock = fresh();
      await locks().confirm(lock, lock.taskId);
      expect(await locks().acquire(lock)).toEqual(ACQUIRED);
    });

    it("released: the next one acquires it", async () => {
      const lock = fresh();
      await locks().acquire(lock);
      await locks().release(lock, lock.taskId);
      await locks().release(lock, lock.taskId);
      expect(await locks().acquire(lockOf(lock.key, "next"))).toEqual(ACQUIRED);
    });

    it("released by another: it stands", async () => {
      const lock = fresh();
      await locks().acquire(lock);
      await locks().release(lock, "another");
      expect(await locks().acquire(lock)).toEqual({ acquired: false, current: lock });
    });
  });
}

function lockOf(key: string, taskId: string, fields: Partial<UniqueLock> = {}): UniqueLock {
  return {
    task: "conformance.task",
    key,
    taskId,
    sent: false,
    until: NOW + 60_000,
    queue: "default",
    enqueuedAt: NOW,
    ...fields,
  };
}
