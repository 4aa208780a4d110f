import { describe, expect, it } from "vitest";
import { defineApp } from "./define-app.ts";
import { defineTask } from "./define-task.ts";

const key = (): string => "k";
const DAY_MS = 86_400_000;

describe("a unique task", () => {
  it("has its defaults filled in by the app", () => {
    const app = defineApp({
      name: "shop",
      tasks: [
        defineTask({ name: "usual", unique: { key } }),
        defineTask({ name: "own", unique: { key, window: "45d", onRepeat: "reject" } }),
        defineTask({ name: "plain" }),
      ],
    });
    expect(app.tasks.get("usual")?.unique).toEqual({ key, windowMs: 7 * DAY_MS, onRepeat: "join" });
    expect(app.tasks.get("own")?.unique).toEqual({
      key,
      windowMs: 45 * DAY_MS,
      onRepeat: "reject",
    });
    expect(app.tasks.get("plain")?.unique).toBeUndefined();
  });

  it.each([
    [{ unique: "account" }, 'unique is "account": expected an object of options'],
    [
      { unique: {} },
      "unique.key is undefined: expected a function of the input that answers a text",
    ],
    [{ unique: { key: "a" } }, 'unique.key is "a": expected a function'],
    [{ unique: { key, window: "46d" } }, 'unique.window is "46d": expected "1s" to "45d"'],
    [{ unique: { key, window: "500ms" } }, 'unique.window is "500ms": expected "1s" to "45d"'],
    [
      { unique: { key, onRepeat: "replace" } },
      'unique.onRepeat is "replace": expected "join" or "reject"',
    ],
    [{ unique: { key, windw: "1d" } }, 'unknown option "unique.windw"'],
    [
      { unique: { key }, ignoreResult: true },
      "unique needs the task's record, which ignoreResult leaves out: expected one of them",
    ],
  ])("defined as %j is refused", (options, message) => {
    expect(() => defineTask({ name: "sync", ...options } as { name: string })).toThrow(message);
  });

  it("cannot be made one without records by an override, nor by an override at all", () => {
    const tasks = [defineTask({ name: "sync", unique: { key } })];
    const define = (override: object) => () =>
      defineApp({ name: "shop", tasks, overrides: { "*": override } });
    expect(define({ ignoreResult: true })).toThrow('task "sync": unique needs the task\'s record');
    expect(define({ unique: { key } })).toThrow('unknown option "unique"');
  });
});
