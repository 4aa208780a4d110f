import { describe, expect, it } from "vitest";
import { readHostLine } from "./host-line.ts";
import { hostLineText } from "./host-line-text.ts";

const STYLE = { paint: (_: unknown, text: string) => text, directory: "/home/ann/shop" };
const AT = Date.parse("2026-11-21T21:23:54.045Z");
const COMMON = { service: "shop", taskId: "01a1fffe-89c8-7c33-a8a5-84576cefe0af", task: "greet" };
const RETRY = {
  ...COMMON,
  level: "WARN",
  message: "task failed and is tried again",
  timestamp: "2026-11-21T21:23:54.045Z",
  function_request_id: "1",
  queue: "default",
  generation: 0,
  state: "RETRY",
  attempt: 1,
  ranMs: 60,
  retryInMs: 2000,
  error: {
    name: "TypeError",
    message: "no",
    stack:
      "TypeError: no\n    at run (/home/ann/shop/src/app.ts:10:50)\n    at engine (/home/ann/shop/node_modules/celeriac/x.mjs:1:1)",
  },
};

/** The time of day is the machine's own. */
const shown = (source: string, line: string): string =>
  hostLineText(source, readHostLine(line), STYLE).replace(/^\d\d:\d\d:\d\d/, "hh:mm:ss");

describe("a line of a host is read", () => {
  it("as what a task has come to", () => {
    expect(readHostLine(JSON.stringify(RETRY))).toEqual({
      ...{ kind: "task", at: AT, state: "RETRY", task: "greet", taskId: COMMON.taskId },
      ...{ queue: "default", attempt: 1, ranMs: 60, retryInMs: 2000, error: RETRY.error },
    });
  });

  it("as a handler's own, though it speaks of a state", () => {
    const line = { ...COMMON, level: "info", time: "2026-11-21T21:23:54.045Z", message: "hi" };
    expect(readHostLine(JSON.stringify({ ...line, state: "SUCCESS", attempt: 1, n: 5 }))).toEqual({
      ...{ kind: "log", at: AT, level: "info", message: "hi", fields: { n: 5 } },
      ...{ task: "greet", taskId: COMMON.taskId },
    });
  });

  it("of a duplicate, as what the host says of it, unless the task was revoked", () => {
    const line = { ...RETRY, message: "task had ended before it was delivered" };
    expect(readHostLine(JSON.stringify({ ...line, state: "SUCCESS" })).kind).toBe("log");
    expect(readHostLine(JSON.stringify({ ...line, state: "REVOKED" })).kind).toBe("task");
  });

  it.each([
    ["plain text", "plain text"],
    ["{not json", "{not json"],
    ['{"a":1}', '{"a":1}'],
    [
      "2026-11-21T21:23:54.045Z\tc6af9ac6-7b61-11e6-9a41-93e8deadbeef\tINFO\thello\tyou",
      "hello\tyou",
    ],
  ])("as text: %j", (line, text) => {
    expect(readHostLine(line)).toEqual({ kind: "text", text });
  });
});

describe("a line of a host is shown", () => {
  it("with the frames of the project alone, by their paths in it", () => {
    expect(shown("lambda:default", JSON.stringify(RETRY))).toBe(
      "hh:mm:ss.045  greet             6cefe0af  retry in 2s       attempt 1  60ms  lambda:default\n" +
        "    TypeError: no\n        at run (src/app.ts:10:50)\n",
    );
  });

  it("with the whole id and the reason where a task failed", () => {
    const line = { ...RETRY, state: "FAILURE", reason: "rejected" };
    expect(shown("worker", JSON.stringify(line))).toContain(`\n    ${COMMON.taskId} (rejected)\n`);
  });

  it("not at all where a worker comes or goes, unless tasks of it run", () => {
    const stops = { level: "info", time: RETRY.timestamp, message: "the worker stops: no more" };
    expect(shown("worker", JSON.stringify({ ...stops, running: 0 }))).toBe("");
    expect(shown("worker", JSON.stringify({ ...stops, running: 2 }))).toBe(
      "hh:mm:ss.045  the worker stops: no more (2 running)  worker\n",
    );
  });

  it("without what would speak to the terminal", () => {
    expect(shown("worker", "a\u001b[2Jb")).toBe("worker | a\\u001b[2Jb\n");
    const line = { ...COMMON, level: "info", time: RETRY.timestamp, message: "a\u001b[2Jb" };
    expect(shown("worker", JSON.stringify(line))).toContain("a\\u001b[2Jb");
  });
});
