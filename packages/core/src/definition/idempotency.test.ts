import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CeleriacError } from "../errors/celeriac-error.ts";
import { defineApp } from "./define-app.ts";
import { defineTask } from "./define-task.ts";

function mistakeOf(define: () => unknown): string {
  try {
    define();
  } catch (error) {
    if (CeleriacError.is(error, "invalid-definition")) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

const key = (): string => "k";
const defined = (idempotency: object, more: object = {}): unknown =>
  defineTask({ name: "charge", ...more, idempotency: idempotency as never });

describe("idempotency is checked where a task is defined", () => {
  it("and resolved with its defaults", () => {
    const input = z.object({ order: z.string() });
    const byOrder = ({ order }: { order: string }): string => order;
    const tasks = [
      defineTask({ name: "a", input, idempotency: { key: byOrder, window: "1d" } }),
      defineTask({
        name: "b",
        input,
        idempotency: { key: byOrder, window: "1s", onRepeat: "reject" },
      }),
      defineTask({ name: "c" }),
    ];
    const app = defineApp({ name: "shop", tasks });
    expect([...app.tasks.values()].map(({ idempotency }) => idempotency)).toEqual([
      { key: byOrder, windowMs: 86_400_000, onRepeat: "result" },
      { key: byOrder, windowMs: 1000, onRepeat: "reject" },
      undefined,
    ]);
  });

  it.each<[string, () => unknown, string]>([
    [
      "no options",
      () => defineTask({ name: "charge", idempotency: "order" as never }),
      'task "charge": idempotency is "order": expected an object of options',
    ],
    [
      "no key",
      () => defined({ window: "1d" }),
      'task "charge": idempotency.key is undefined: expected a function of the input that answers a text',
    ],
    [
      "a key that is a text",
      () => defined({ key: "order", window: "1d" }),
      'task "charge": idempotency.key is "order": expected a function of the input that answers a text',
    ],
    [
      "no window",
      () => defined({ key }),
      'task "charge": idempotency.window is undefined: expected how long a key is remembered, such as "1d"',
    ],
    [
      "a window of nothing",
      () => defined({ key, window: "0s" }),
      'task "charge": idempotency.window is "0s": expected "1s" to "45d"',
    ],
    [
      "a window longer than records live",
      () => defined({ key, window: "46d" }),
      'task "charge": idempotency.window is "46d": expected "1s" to "45d"',
    ],
    [
      "a repeat that is neither",
      () => defined({ key, window: "1d", onRepeat: "join" }),
      'task "charge": idempotency.onRepeat is "join": expected "result" or "reject"',
    ],
    [
      "an unknown key",
      () => defined({ key, window: "1d", ttl: 1 }),
      'task "charge": unknown option "idempotency.ttl"; did you mean "idempotency.key"?',
    ],
    [
      "a task without a record",
      () => defined({ key, window: "1d" }, { ignoreResult: true }),
      'task "charge": idempotency needs the task\'s record, which ignoreResult leaves out: expected one of them',
    ],
    [
      "a task that an override leaves without a record",
      () =>
        defineApp({
          name: "shop",
          tasks: [defineTask({ name: "charge", idempotency: { key, window: "1d" } })],
          overrides: { "*": { ignoreResult: true } },
        }),
      'app "shop": task "charge": idempotency needs the task\'s record, which ignoreResult leaves out: expected one of them',
    ],
  ])("refuses %s", (_what, define, message) => {
    expect(mistakeOf(define)).toBe(message);
  });
});
