import type { Tag, TagEntry, TagIndex } from "@celeriac/core";
import { frozenCopy } from "./frozen-copy.ts";

/** A tag index in memory, and what tests ask of it. */
export interface MemoryTagIndex extends TagIndex {
  /** Every entry, in no order; frozen. */
  entries(): readonly TagEntry[];
}

/** Creates a tag index in memory. It never drops an entry by itself: TTL is late. */
export function createMemoryTagIndex(): MemoryTagIndex {
  /** By tag, then by sort key. */
  const tags = new Map<string, Map<string, TagEntry>>();
  return {
    add: async (entry) => {
      const name = nameOf(entry.tag);
      const entries = tags.get(name) ?? new Map<string, TagEntry>();
      tags.set(name, entries);
      const key = sortKey(entry);
      if (!entries.has(key)) entries.set(key, frozenCopy(entry, "a tag", MAX_ITEM_BYTES));
    },
    page: async (tag, limit, after) => {
      const sorted = [...(tags.get(nameOf(tag)) ?? [])].sort(([a], [b]) => (a < b ? 1 : -1));
      const rest = sorted.filter(([key]) => after === undefined || key < after);
      const page = rest.slice(0, limit);
      return {
        entries: page.map(([, entry]) => entry),
        // As DynamoDB: a full page has a next one, though nothing may follow.
        next: page.length < limit ? undefined : page.at(-1)?.[0],
      };
    },
    entries: () => [...tags.values()].flatMap((entries) => [...entries.values()]),
  };
}

const MAX_ITEM_BYTES = 409_600;
const INSTANT_DIGITS = 16;

function nameOf({ name, value }: Tag): string {
  return JSON.stringify([name, value]);
}

function sortKey({ enqueuedAt, taskId }: TagEntry): string {
  return `${String(enqueuedAt).padStart(INSTANT_DIGITS, "0")}#${taskId}`;
}
