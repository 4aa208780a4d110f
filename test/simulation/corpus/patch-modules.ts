import { registerHooks } from "node:module";
import { patchSource } from "./patch-source.ts";
import type { Edit } from "./variant.ts";

const ROOT = new URL("../../../", import.meta.url);

/** Edits that take effect as their files are loaded. */
export interface PatchedModules {
  /** Files that were to be edited, and which nothing has loaded. */
  untouched(): readonly string[];
}

/** Has this process load the edited sources. Files that it has loaded before stay as they are. */
export function patchModules(edits: readonly Edit[]): PatchedModules {
  const byUrl = Map.groupBy(edits, ({ file }) => new URL(file, ROOT).href);
  const loaded = new Set<string>();
  registerHooks({
    load(url, context, nextLoad) {
      const answer = nextLoad(url, context);
      const own = byUrl.get(url);
      if (own === undefined) return answer;
      loaded.add(url);
      return { ...answer, source: patchSource(String(answer.source), own) };
    },
  });
  return {
    untouched: () =>
      [...byUrl].filter(([url]) => !loaded.has(url)).map(([, [edit]]) => edit?.file ?? ""),
  };
}
