import { describe, expect, it } from "vitest";
import { CeleriacError } from "../errors/celeriac-error.ts";
import type { AppOptions } from "./app-definition.ts";
import { defineApp } from "./define-app.ts";
import { defineTask } from "./define-task.ts";
import { handle } from "./handle.ts";
import { fargate, lambda } from "./queues.ts";

const encode = defineTask({ name: "video.encode" });
const probe = defineTask({ name: "video.probe", queue: "default" });
const mail = defineTask({ name: "mail", retry: { maxRetries: 7 }, timeLimit: "20s" });
const queues = { default: lambda(), video: fargate() };

function mistakesOf(options: object): unknown {
  try {
    defineApp({ name: "shop", tasks: [encode, mail], ...options } as AppOptions);
  } catch (error) {
    if (CeleriacError.is(error, "invalid-definition")) return error.details["mistakes"];
    throw error;
  }
  return [];
}

describe("defineApp fills in every default", () => {
  it("makes one lambda queue of an app that names none", () => {
    const app = defineApp({ name: "shop", tasks: [encode] });
    expect(app).toMatchObject({ kind: "app", name: "shop", logInput: false });
    expect(app.unknownTaskGraceMs).toBe(900_000);
    expect([...app.queues.values()]).toEqual([
      {
        kind: "lambda",
        name: "default",
        retentionMs: 604_800_000,
        memoryMb: 1024,
        timeoutMs: 60_000,
        batch: 10,
        windowMs: 0,
        maxConcurrency: undefined,
      },
    ]);
    expect(app.tasks.get("video.encode")).toMatchObject({
      definition: encode,
      queue: "default",
      retry: {
        maxRetries: 3,
        backoffMs: 1000,
        maxBackoffMs: 600_000,
        jitter: "full",
        maxElapsedMs: Number.POSITIVE_INFINITY,
      },
      softTimeLimitMs: undefined,
      timeLimitMs: undefined,
      resultExpiresMs: 604_800_000,
      ignoreResult: false,
      redact: [],
    });
    const resolved = app.tasks.get("video.encode");
    expect(resolved?.retry.on(new Error("any"))).toBe(true);
    expect(resolved?.expected(new Error("any"))).toBe(false);
  });

  it("takes a module namespace, and passes over what is no task", () => {
    const module = {
      encode,
      again: encode,
      mail,
      handler: handle(mail, () => 1),
      version: 3,
      none: null,
    };
    expect([...defineApp({ name: "shop", tasks: module }).tasks.keys()]).toEqual([
      "video.encode",
      "mail",
    ]);
  });

  it("takes an app without tasks: a deployment may come before the first one", () => {
    expect(defineApp({ name: "shop", tasks: [] }).tasks.size).toBe(0);
  });
});

describe("A task's queue is its own, else its route's, else the default one", () => {
  const routes = { "video.*": "video", mail: "video", "*": "default" };

  it.each([
    [encode, "video"],
    [probe, "default"],
    [mail, "video"],
    [defineTask({ name: "other" }), "default"],
  ])("routes", (task, queue) => {
    const app = defineApp({ name: "shop", tasks: [encode, mail, task], queues, routes });
    expect(app.tasks.get(task.name)?.queue).toBe(queue);
  });
});

describe("Overrides replace a task's options, the most specific last", () => {
  it("merges retry key by key and leaves unsaid what is undefined", () => {
    const overrides = {
      mail: { retry: { backoff: "3s" }, queue: undefined },
      "m*": { retry: { backoff: "2s", jitter: "none" }, timeLimit: "30s", queue: "video" },
      "*": { ignoreResult: true, timeLimit: "10s" },
    } as unknown as NonNullable<AppOptions["overrides"]>;
    const app = defineApp({ name: "shop", tasks: [encode, mail], queues, overrides });
    expect(app.tasks.get("mail")).toMatchObject({
      queue: "video",
      timeLimitMs: 30_000,
      ignoreResult: true,
      retry: { maxRetries: 7, backoffMs: 3000, jitter: "none" },
    });
    expect(app.tasks.get("video.encode")).toMatchObject({
      queue: "default",
      timeLimitMs: 10_000,
      ignoreResult: true,
    });
    expect(mail.options).toEqual({ retry: { maxRetries: 7 }, timeLimit: "20s" });
  });

  it("refuses what does not go together with the task's own options", () => {
    expect(mistakesOf({ overrides: { mail: { softTimeLimit: "40s" } } })).toEqual([
      'task "mail": softTimeLimit is "40s": expected at most timeLimit, "20s"',
    ]);
  });
});

describe("A mistake in an app is one clear error", () => {
  it.each<[string, object, string[]]>([
    ["an unknown option", { queue: {} }, ['unknown option "queue"; did you mean "queues"?']],
    [
      "the app's name",
      { name: "Shop" },
      [
        'name is "Shop": expected 1 to 32 lower-case letters, digits and hyphens, beginning and ending with a ' +
          "letter or digit",
      ],
    ],
    [
      "two tasks of one name",
      { tasks: [encode, mail, defineTask({ name: "mail" })] },
      ['two tasks are named "mail": a name is a task\'s identity on the wire'],
    ],
    [
      "a handler among the tasks",
      { tasks: [mail, handle(encode, () => 1)] },
      ["tasks[1] is an object: expected a task, as defineTask makes them"],
    ],
    [
      "no tasks at all",
      { tasks: undefined },
      ["tasks is undefined: expected an array of tasks, or a module namespace that exports some"],
    ],
    [
      "a module without tasks",
      { tasks: { resize: () => 1 } },
      ["tasks: nothing in the given module is a task"],
    ],
    [
      "a task on a queue that nobody defines",
      { tasks: [probe, defineTask({ name: "a", queue: "vidoe" })], queues },
      [
        'task "a": nobody defines the queue "vidoe"; the app has "default", "video"; did you mean "video"?',
      ],
    ],
    [
      "no default queue for tasks that need it",
      { queues: { video: fargate() } },
      [
        'task "video.encode": nobody defines the queue "default"; the app has "video"',
        'task "mail": nobody defines the queue "default"; the app has "video"',
      ],
    ],
    [
      "a route to a queue that nobody defines, once",
      { queues, routes: { "video.*": "vidio" } },
      [
        'route "video.*": nobody defines the queue "vidio"; the app has "default", "video"; did you mean "video"?',
      ],
    ],
    [
      "a route that fits no task",
      { queues, routes: { "vidoe.*": "video" } },
      ['route "vidoe.*": no task of the app has such a name'],
    ],
    [
      "a route for a task that is not there",
      { queues, routes: { "video.encod": "video" } },
      ['route "video.encod": no task of the app has such a name; did you mean "video.encode"?'],
    ],
    [
      "a route to nothing",
      { routes: { mail: 5 } },
      ['route "mail": nobody defines the queue 5; the app has "default"'],
    ],
    [
      "routes that are none",
      { routes: ["mail"] },
      ["routes is an array of 1: expected an object of options"],
    ],
    [
      "an override that fits no task",
      { overrides: { "mial*": { timeLimit: "1s" } } },
      ['override "mial*": no task of the app has such a name; did you mean "mail"?'],
    ],
    [
      "an override of what cannot be overridden, once however many tasks it is for",
      { overrides: { "*": { name: "x", retry: { maxRetries: -1 } } } },
      [
        'override "*": unknown option "name": expected one of queue, retry, softTimeLimit, timeLimit, ' +
          "resultExpires, ignoreResult, expected, redact",
        'override "*": retry.maxRetries is -1: expected a whole number, 0 or more',
      ],
    ],
    [
      "an override that is none",
      { overrides: { mail: null } },
      ['override "mail": its value is null: expected an object of options'],
    ],
    [
      "an override to a queue that nobody defines",
      { overrides: { mail: { queue: "fast" } } },
      ['task "mail": nobody defines the queue "fast"; the app has "default"'],
    ],
    [
      "a time limit that does not fit the function's timeout",
      { queues: { default: lambda({ timeout: "21s" }) } },
      [
        'task "mail": timeLimit is 20 s: expected at most 19 s, 2 s below the timeout of 21 s of the lambda queue ' +
          '"default"; raise that timeout or move the task to a fargate queue',
      ],
    ],
    [
      "a soft limit that does not fit it",
      { tasks: [defineTask({ name: "a", softTimeLimit: "1m" })] },
      [
        'task "a": softTimeLimit is 60 s: expected at most 58 s, 2 s below the timeout of 60 s of the lambda queue ' +
          '"default"; raise that timeout or move the task to a fargate queue',
      ],
    ],
    ["a grace", { unknownTaskGrace: "13h" }, ['unknownTaskGrace is "13h": expected "0s" to "12h"']],
    ["logInput", { logInput: 1 }, ["logInput is 1: expected a boolean"]],
    [
      "queues",
      { queues: [], tasks: [] },
      ["queues is an array of 0: expected an object of options"],
    ],
  ])("refuses %s", (_, options, mistakes) => {
    expect(mistakesOf(options)).toEqual(mistakes);
  });

  it("takes a time limit that just fits", () => {
    expect(mistakesOf({ queues: { default: lambda({ timeout: "22s" }) } })).toEqual([]);
    expect(mistakesOf({ queues: { default: fargate() } })).toEqual([]);
  });

  it("lists mistakes of all kinds in one message", () => {
    const define = (): unknown =>
      defineApp({
        name: "shop",
        tasks: [encode],
        queues: { default: lambda({ batch: 0 }) },
        routes: { mail: "default" },
      });
    const message = [
      'app "shop" has 2 mistakes:',
      '  - queue "default": batch is 0: expected a whole number, 1 to 10,000',
      '  - route "mail": no task of the app has such a name',
    ].join("\n");
    expect(define).toThrow(expect.objectContaining({ code: "invalid-definition", message }));
  });

  it.each([undefined, null, "shop", []])("refuses %j for an argument", (argument) => {
    expect(() => defineApp(argument as never)).toThrow(
      /^defineApp: its argument is .+: expected an object of options$/,
    );
  });
});
