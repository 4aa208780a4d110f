import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { defineTask } from "./define-task.ts";
import type { TaskResult } from "./task-definition.ts";

const input = z.object({ at: z.coerce.date<string>(), cents: z.number().default(100) });

describe("An idempotency key's type follows the input schema", () => {
  it("gets what the handler gets, and the result keeps its type", () => {
    const task = defineTask({
      name: "charge",
      input,
      output: z.number(),
      idempotency: {
        key: (parsed) => {
          expectTypeOf(parsed).toEqualTypeOf<{ at: Date; cents: number }>();
          return parsed.at.toISOString();
        },
        window: "1d",
        onRepeat: "result",
      },
    });
    expectTypeOf<TaskResult<typeof task>>().toEqualTypeOf<number>();
  });

  it("answers a text", () => {
    // @ts-expect-error a number is no key
    defineTask({ name: "charge", input, idempotency: { key: ({ cents }) => cents, window: "1d" } });
    // @ts-expect-error a promise is no key
    defineTask({ name: "charge", input, idempotency: { key: async () => "k", window: "1d" } });
    // @ts-expect-error the input has no such field
    defineTask({ name: "charge", input, idempotency: { key: ({ order }) => order, window: "1d" } });
    // @ts-expect-error a window is needed
    defineTask({ name: "charge", input, idempotency: { key: () => "k" } });
    // @ts-expect-error repeats have their result, or are rejected
    defineTask({ name: "charge", idempotency: { key: () => "k", window: "1d", onRepeat: "join" } });
  });
});
