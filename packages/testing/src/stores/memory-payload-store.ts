import { CeleriacError, type PayloadStore } from "@celeriac/core";

/** A payload store in memory. */
export interface MemoryPayloadStore extends PayloadStore {
  /** The keys of all that is stored, in the order of insertion. */
  keys(): readonly string[];
  /** What lies there, asked of nobody. */
  peek(key: string): string | undefined;
}

/** Creates a payload store in memory; it refuses keys that the port does not promise to take. */
export function createMemoryPayloadStore(): MemoryPayloadStore {
  const texts = new Map<string, string>();
  return {
    put: async (key, text) => {
      requireKey(key);
      texts.set(key, text);
    },
    get: async (key) => {
      requireKey(key);
      return texts.get(key);
    },
    delete: async (key) => {
      requireKey(key);
      texts.delete(key);
    },
    keys: () => [...texts.keys()],
    peek: (key) => texts.get(key),
  };
}

const KEY = /^[A-Za-z0-9/_.:-]{1,512}$/;

function requireKey(key: string): void {
  if (KEY.test(key)) return;
  throw new CeleriacError(
    "refused",
    `the key ${JSON.stringify(key)} is not 1 to 512 of A-Z a-z 0-9 / _ . : -`,
  );
}
