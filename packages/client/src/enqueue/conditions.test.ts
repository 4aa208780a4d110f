import { type App, defineApp, defineTask, type ResolvedTask } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { checkConditions } from "./conditions.ts";

const app: App = defineApp({ name: "shop", tasks: [defineTask({ name: "t" })] });
const task = app.tasks.get("t") as ResolvedTask;
const check = (options: unknown) => checkConditions(app, task, options as object, undefined);

describe("the conditions of a call", () => {
  it("are the task's queue and nothing else by default", () => {
    const conditions = check({});
    expect(conditions.queue.name).toBe("default");
    expect(Object.values(conditions).filter((value) => value !== undefined)).toHaveLength(1);
  });

  it.each([
    [[], "the options of enqueue are an array of 0: expected an object"],
    ["5s", 'the options of enqueue are "5s": expected an object'],
    [{ expires: 5 }, "expires is 5: expected a valid Date of the years 1970 to 9999"],
    [{ eta: "2027-01-01" }, 'eta is "2027-01-01": expected a valid Date of the years 1970 to 9999'],
    [{ eta: new Date("+010000-01-01") }, "eta is an instance of Date: expected a valid Date"],
    [{ expires: new Date(-1) }, "expires is an instance of Date: expected a valid Date"],
    [{ delay: "36501d" }, 'delay is "36501d": expected at most 100 years'],
    [{ timeLimit: "0s" }, 'timeLimit is "0s": expected "1ms" or more'],
    [{ taskId: 5 }, "taskId is 5: expected 1 to 128 of"],
    [{ queue: 5 }, 'queue is 5: app "shop" has default'],
    [{ tags: [] }, "tags is an array of 0: expected at most 32 labels"],
    [{ priority: 3 }, 'enqueue has no option "priority": expected delay, eta, expires,'],
  ])("refuse %o, naming the value and what was expected", (options, message) => {
    expect(() => check(options)).toThrow(
      expect.objectContaining({
        code: "invalid-options",
        message: expect.stringContaining(message),
      }),
    );
  });

  it("drop tags that are none", () => {
    expect(check({ tags: {} }).tags).toBeUndefined();
  });
});
