import { defineTask, type EnqueueOutcome, type TaskHandle } from "@celeriac/core";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import type { Client } from "./client.ts";

declare const client: Client;

const resize = defineTask({
  name: "images.resize",
  input: z.object({ id: z.string(), width: z.coerce.number<string>().default(320) }),
  output: z.object({ at: z.string().transform((text) => new Date(text)) }),
});
const tick = defineTask({ name: "tick" });
const note = defineTask({ name: "note", input: z.string().optional() });

describe("an enqueue", () => {
  it("takes the schema's input type, and answers a handle of its output type", () => {
    expectTypeOf(client.enqueue(resize, { id: "a", width: "3" })).toEqualTypeOf<
      Promise<TaskHandle<{ at: Date }>>
    >();
  });

  it("may leave out what has a default, and an input that may be undefined", () => {
    void client.enqueue(resize, { id: "a" });
    void client.enqueue(tick);
    void client.enqueue(note);
    void client.enqueue(tick, undefined, { delay: "5s" });
  });

  it("does not compile with a wrong input, option or duration", () => {
    // @ts-expect-error: the id is missing
    void client.enqueue(resize, { width: "3" });
    // @ts-expect-error: the parsed type is not the wire type
    void client.enqueue(resize, { id: "a", width: 3 });
    // @ts-expect-error: an input is needed
    void client.enqueue(resize);
    // @ts-expect-error: it takes no input
    void client.enqueue(tick, "x");
    // @ts-expect-error: no such option
    void client.enqueue(tick, undefined, { dealy: "5s" });
    // @ts-expect-error: not a duration
    void client.enqueue(tick, undefined, { delay: "soon" });
  });
});

describe("many enqueues", () => {
  it("answer an outcome for each", () => {
    expectTypeOf(client.enqueueMany(resize, [{ id: "a" }])).toEqualTypeOf<
      Promise<EnqueueOutcome<{ at: Date }>[]>
    >();
  });

  it("do not compile with one id for all", () => {
    // @ts-expect-error: an id names one request
    void client.enqueueMany(tick, [undefined], { taskId: "t" });
    void client.enqueueItems(tick, [{ input: undefined, options: { taskId: "t" } }]);
  });
});

describe("a handle", () => {
  it("made from an id alone has the same type", () => {
    expectTypeOf(client.handle(resize, "t")).toEqualTypeOf<TaskHandle<{ at: Date }>>();
  });
});
