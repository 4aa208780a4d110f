import { type FSWatcher, watch } from "node:fs";
import { dirname } from "node:path";

/** An editor writes a file in several steps, and several files at once. */
const SETTLE_MS = 50;

/** Hears of changes to sources. */
export interface SourceWatch {
  /** From here on the folders of these files are watched, and no others. */
  follow(files: readonly string[]): void;
  close(): void;
}

/**
 * Calls back once after a change, and all that follow it closely, of whatever lies beside the sources: a new file may be what
 * an import was missing. Folders and not files are watched, since many editors save by putting a new file in the place.
 */
export function watchSources(onChange: () => void): SourceWatch {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  const changed = (_event: string, name: string | null): void => {
    // Editors' own files, and `.celeriac`.
    if (name?.startsWith(".") === true || name?.endsWith("~") === true) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  };
  return {
    follow: (files) => {
      const folders = new Set(files.map((file) => dirname(file)));
      for (const [folder, watcher] of watchers) {
        if (folders.has(folder)) continue;
        watcher.close();
        watchers.delete(folder);
      }
      for (const folder of folders) {
        if (watchers.has(folder)) continue;
        const watcher = watchFolder(folder, changed);
        if (watcher !== undefined) watchers.set(folder, watcher);
      }
    },
    close: () => {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

/** `undefined`: the folder is gone. */
function watchFolder(
  folder: string,
  changed: (event: string, name: string | null) => void,
): FSWatcher | undefined {
  try {
    const watcher = watch(folder, changed);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
