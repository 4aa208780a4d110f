import { CeleriacError, defineApp, defineTask } from "@celeriac/core";
import { createEngine } from "@celeriac/engine";
import { beforeAll, describe, expect, it } from "vitest";
import { GUARDS, loadEffectGuard, setupEffects } from "./effect-tasks.ts";

beforeAll(loadEffectGuard);

const SECRET = "order-4242";
const range = "expected a text of 1 to 1024 characters";

describe("a key that is none ends its task, without showing its input", () => {
  it.each<[string, () => unknown, string]>([
    ["an empty text", () => "", `answered an empty text: ${range}`],
    ["too long a text", () => SECRET.repeat(103), `answered 1030 characters: ${range}`],
    ["a number", () => 4242, `answered a value of type number: ${range}`],
    ["nothing", () => undefined, `answered undefined: ${range}`],
    ["null", () => null, `answered null: ${range}`],
    ["a promise", () => Promise.resolve("k"), `answered a promise: ${range}`],
    [
      "an error",
      () => {
        throw new TypeError("no such field");
      },
      "threw instead of answering",
    ],
  ])("%s", async (_what, key, message) => {
    const h = setupEffects("model", { key });
    expect((await h.run("default", h.charge("a", SECRET))).result).toBe("failed");
    const { state, reason, attempts, error } = h.record("a");
    expect([state, reason, attempts]).toEqual(["FAILURE", "rejected", 1]);
    expect(error?.message).toBe(`idempotency.key of charge ${message}`);
    expect(JSON.stringify(error)).not.toContain("4242");
    expect([h.script.effects, h.effects.effects()]).toEqual([[], []]);
  });

  it.each(GUARDS)("1,024 characters of any text are one, by the %s guard", async (guard) => {
    const h = setupEffects(guard, { key: () => "\ud800".repeat(1024) });
    expect((await h.run("default", h.charge("a"))).result).toBe("succeeded");
    expect((await h.run("default", h.charge("b"))).result).toBe("succeeded");
    expect(h.script.effects).toEqual(["a"]);
  });
});

describe("an engine without the port", () => {
  const key = (): string => "k";
  const charge = defineTask({ name: "charge", idempotency: { key, window: "1d" }, run: () => 1 });
  const start = (idempotent: boolean): unknown => {
    const tasks = [idempotent ? charge : defineTask({ name: "plain", run: () => 1 })];
    const options = { handlers: [], host: "h", senderFor: (): never => undefined as never };
    return createEngine({
      app: defineApp({ name: "shop", tasks }),
      ports: {} as never,
      ...options,
    });
  };

  it("does not start for a task with idempotency, which it would run twice", () => {
    expect(() => start(true)).toThrow(CeleriacError);
    expect(() => start(true)).toThrow('task "charge" has `idempotency`');
    expect(() => start(false)).not.toThrow();
  });
});
