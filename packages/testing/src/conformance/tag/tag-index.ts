import type { Tag, TagEntry, TagIndex } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { everyKindOfText } from "../every-text.ts";
import { SUITE_TIMEOUT_MS, underTest } from "../under-test.ts";

/** A tag index to be tested. */
export interface TagsUnderTest {
  readonly tags: TagIndex;
  readonly close: () => Promise<void>;
}

const NOW = 1_767_225_600_123;

/** Tests that a tag index finds what was added, newest first, page by page. Call it where tests are collected. */
export function testTagIndexConformance(name: string, setup: () => Promise<TagsUnderTest>): void {
  describe(`${name}: tag index`, { timeout: SUITE_TIMEOUT_MS }, () => {
    const port = underTest(setup);
    let number = 0;
    const fresh = (): Tag => {
      number += 1;
      return { name: "customer", value: `value-${number}` };
    };
    entriesAreFound(() => port().tags, fresh);
    tagsKeepApart(() => port().tags);
  });
}

function entriesAreFound(tags: () => TagIndex, fresh: () => Tag): void {
  describe("what was added is found", () => {
    it("at once, whole", async () => {
      const full = entryOf(fresh(), "task-1", { eta: NOW + 5000 });
      await tags().add(full);
      expect((await tags().page(full.tag, 10)).entries).toEqual([full]);
    });

    it("nothing where nothing was added", async () => {
      expect(await tags().page(fresh(), 10)).toEqual({ entries: [], next: undefined });
    });

    it("once, however often it was added", async () => {
      const entry = entryOf(fresh(), "task-1");
      await Promise.all([tags().add(entry), tags().add(entry)]);
      await tags().add(entry);
      expect((await tags().page(entry.tag, 10)).entries).toEqual([entry]);
    });

    it("enqueued last first, whatever the order in which it came and the number of its digits", async () => {
      const tag = fresh();
      const instants = [NOW, 5, NOW + 1, 8_640_000_000_000_000, 40, NOW - 1];
      for (const at of instants) await tags().add(entryOf(tag, `t-${at}`, { enqueuedAt: at }));
      const { entries } = await tags().page(tag, 10);
      const found = entries.map(({ enqueuedAt }) => enqueuedAt);
      expect(found).toEqual(instants.toSorted((a, b) => b - a));
    });

    it("page by page, each entry once, those of one instant too", async () => {
      const tag = fresh();
      const wanted = Array.from({ length: 60 }, (_, index) =>
        entryOf(tag, `task-${index}`, { enqueuedAt: NOW + Math.floor(index / 7) }),
      );
      await Promise.all(wanted.map((entry) => tags().add(entry)));
      const found: TagEntry[] = [];
      let next: string | undefined;
      do {
        const page = await tags().page(tag, 13, next);
        expect(page.entries.length).toBeLessThanOrEqual(13);
        found.push(...page.entries);
        next = page.next;
      } while (next !== undefined);
      expect(found).toHaveLength(60);
      const byId = (a: TagEntry, b: TagEntry): number => a.taskId.localeCompare(b.taskId);
      expect(found.toSorted(byId)).toEqual(wanted.toSorted(byId));
      const instants = found.map(({ enqueuedAt }) => enqueuedAt);
      expect(instants).toEqual(instants.toSorted((a, b) => b - a));
    });

    it("from where a page ended, though newer ones came since", async () => {
      const tag = fresh();
      const [old, late] = [entryOf(tag, "old"), entryOf(tag, "late", { enqueuedAt: NOW + 1 })];
      await tags().add(old);
      await tags().add(late);
      const { next } = await tags().page(tag, 1);
      await tags().add(entryOf(tag, "newest", { enqueuedAt: NOW + 2 }));
      expect((await tags().page(tag, 10, next)).entries).toEqual([old]);
    });
  });
}

function tagsKeepApart(tags: () => TagIndex): void {
  describe("every tag has entries of its own", () => {
    it("of any name and value", async () => {
      const all: Tag[] = [
        { name: "a", value: "b=c" },
        { name: "a", value: "b" },
        { name: "A", value: "b" },
        { name: "a", value: "" },
        { name: "a b#c", value: " " },
        { name: "é".repeat(128), value: "語".repeat(256) },
        { name: "text", value: everyKindOfText().slice(0, 256).toWellFormed() },
      ];
      await Promise.all(all.map((tag, index) => tags().add(entryOf(tag, `task-${index}`))));
      for (const [index, tag] of all.entries()) {
        expect((await tags().page(tag, 10)).entries).toEqual([entryOf(tag, `task-${index}`)]);
      }
    });
  });
}

function entryOf(tag: Tag, taskId: string, fields: Partial<TagEntry> = {}): TagEntry {
  return {
    tag,
    taskId,
    task: "conformance.task",
    queue: "default",
    enqueuedAt: NOW,
    removeAfter: NOW + 45 * 86_400_000,
    ...fields,
  };
}
