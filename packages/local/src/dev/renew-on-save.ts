import type { DevApp } from "./dev-app.ts";
import type { DevBundler } from "./dev-bundler.ts";
import { watchSources } from "./source-watch.ts";

/** Renews an app when it is saved. */
export interface Renewal {
  /** Resolves when the one under way has ended; there is none after it. */
  stop(): Promise<void>;
}

/** Renews the app once, and then after each save: one at a time, and once more for what was saved meanwhile. */
export async function renewOnSave(app: DevApp, bundler: DevBundler): Promise<Renewal> {
  let renewing: Promise<void> | undefined;
  let savedAt: number | undefined;
  let stopped = false;

  const renewWhileSaved = async (): Promise<void> => {
    while (savedAt !== undefined && !stopped) {
      const at = savedAt;
      savedAt = undefined;
      await app.renew(at);
      if (!stopped) watch.follow(bundler.inputs());
    }
    renewing = undefined;
  };
  const renew = (): Promise<void> => {
    savedAt ??= performance.now();
    renewing ??= renewWhileSaved();
    return renewing;
  };
  const watch = watchSources(() => void renew());
  watch.follow(bundler.inputs());
  await renew();
  return {
    stop: async () => {
      stopped = true;
      watch.close();
      await renewing;
    },
  };
}
