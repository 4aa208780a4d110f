import { describe, expect, it } from "vitest";
import type { HostedEngine } from "./hosted-engine.ts";
import { lazyEngine } from "./lazy-engine.ts";

const engine: HostedEngine = {
  deliver: async () => ({ acknowledge: true, result: "succeeded" }),
};

describe("the engine is made once", () => {
  it("not before the first call, and kept after it", async () => {
    let made = 0;
    const get = lazyEngine(() => {
      made += 1;
      return engine;
    });
    expect(made).toBe(0);
    expect(await Promise.all([get(), get()])).toEqual([engine, engine]);
    expect(await get()).toBe(engine);
    expect(made).toBe(1);
  });

  it("tries again after a failure, which all who waited are told", async () => {
    const tries = [Promise.reject(new Error("no network")), Promise.resolve(engine)];
    const get = lazyEngine(() => tries.shift() ?? Promise.reject(new Error("made too often")));
    const waited = await Promise.allSettled([get(), get()]);
    expect(waited.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await get()).toBe(engine);
  });

  it("treats a throw as it treats a rejection", async () => {
    const get = lazyEngine(() => {
      throw new Error("broken");
    });
    await expect(get()).rejects.toThrow("broken");
  });
});
