import { describe, expect, it } from "vitest";
import { jsonLogger, type LogLevel } from "./json-logger.ts";

interface Setup {
  readonly logger: ReturnType<typeof jsonLogger>;
  readonly lines: Record<string, unknown>[];
}

function setUp(level?: LogLevel): Setup {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string): void => void lines.push(JSON.parse(line)) };
  return { logger: jsonLogger({ service: "shop", level, destination }), lines };
}

describe("a worker's log line", () => {
  it("is JSON with time, level, service, message and fields", () => {
    const { logger, lines } = setUp("debug");
    logger.debug("one", { a: 1 });
    logger.info("two");
    logger.warn("three");
    logger.error("four");
    expect(lines).toMatchObject([
      { level: "debug", service: "shop", message: "one", a: 1 },
      { level: "info", message: "two" },
      { level: "warn", message: "three" },
      { level: "error", message: "four" },
    ]);
    expect(new Date(String(lines[0]?.["time"])).getTime()).toBeGreaterThan(0);
  });

  it("is left out below the level", () => {
    const { logger, lines } = setUp();
    logger.debug("not wanted");
    expect(lines).toEqual([]);
  });

  it("has the fields of the logger it was made from", () => {
    const { logger, lines } = setUp();
    logger.with({ queue: "q" }).with({ taskId: "t" }).info("bound", { attempt: 2 });
    expect(lines).toMatchObject([{ queue: "q", taskId: "t", attempt: 2 }]);
  });

  it("has an error's name, message, stack and causes, and nothing else of it", () => {
    const { logger, lines } = setUp();
    const cause = Object.assign(new Error("inner"), { input: "secret" });
    logger.error("failed", {
      error: Object.assign(new Error("outer", { cause }), { body: "secret" }),
    });
    expect(lines[0]?.["error"]).toMatchObject({
      name: "Error",
      message: "outer",
      stack: expect.stringContaining("outer"),
      cause: { message: "inner" },
    });
    expect(JSON.stringify(lines)).not.toContain("secret");
  });
});
