import { describe, expect, it } from "vitest";
import { CeleriacError } from "../errors/celeriac-error.ts";
import { defineApp } from "./define-app.ts";
import { defineTask } from "./define-task.ts";
import { handle } from "./handle.ts";
import { fargate, lambda } from "./queues.ts";
import { resolveHandlers } from "./resolve-handlers.ts";
import type { TaskHandler } from "./task-definition.ts";

const runInline = (): number => 1;
const runEncode = (): number => 2;
const inline = defineTask({ name: "inline", run: runInline });
const encode = defineTask({ name: "video.encode", queue: "video" });
const probe = defineTask({ name: "video.probe", queue: "video" });
const app = defineApp({
  name: "shop",
  tasks: [inline, encode],
  queues: { default: lambda(), video: fargate() },
});

function refusal(handlers: readonly TaskHandler[], queues?: readonly string[]): string {
  try {
    resolveHandlers(app, handlers, queues);
  } catch (error) {
    if (CeleriacError.is(error, "missing-handler")) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("resolveHandlers finds what runs each task", () => {
  it("takes inline handlers and bound ones", () => {
    const handlers = resolveHandlers(app, [handle(encode, runEncode)]);
    expect([...handlers]).toEqual([
      ["inline", runInline],
      ["video.encode", runEncode],
    ]);
  });

  it("asks only for tasks of the host's own queues, and takes a list made for all hosts", () => {
    expect([...resolveHandlers(app, [], ["default"]).keys()]).toEqual(["inline"]);
    const all = [handle(encode, runEncode)];
    const both = ["inline", "video.encode"];
    expect([...resolveHandlers(app, all, ["default"]).keys()]).toEqual(both);
    expect([...resolveHandlers(app, all, ["video"]).keys()]).toEqual(both);
  });
});

describe("A task without its handler is an error at start", () => {
  it("names the task", () => {
    expect(refusal([])).toBe(
      'app "shop": task "video.encode" has no handler: give it `run`, or add handle(task, fn)',
    );
  });

  it("refuses two handlers for one task", () => {
    const twice = [handle(encode, runEncode), handle(encode, () => 3)];
    expect(refusal(twice)).toBe('app "shop": task "video.encode" has two handlers');
    expect(refusal([handle(encode, runEncode), handle(inline, () => 3)])).toBe(
      'app "shop": task "inline" has two handlers',
    );
  });

  it("refuses a handler for a task that is not in the app, and lists everything", () => {
    expect(refusal([handle(probe, () => 1)], ["default", "vidoe"])).toBe(
      [
        'app "shop":',
        '  - there is a handler for "video.probe", which is no task of the app',
        '  - the app has no queue "vidoe"; did you mean "video"?',
      ].join("\n"),
    );
  });
});
