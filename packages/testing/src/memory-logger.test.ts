import { describe, expect, it } from "vitest";
import { createMemoryLogger } from "./memory-logger.ts";

describe("a memory logger keeps what it is told", () => {
  it("with level and fields, in order, also of the loggers made from it", () => {
    const logger = createMemoryLogger();
    logger.info("one", { a: 1 });
    logger.with({ task: "t", a: 0 }).with({ id: "i" }).warn("two", { a: 2 });
    logger.debug("three");
    logger.error("four");
    expect(logger.lines).toEqual([
      { level: "info", message: "one", fields: { a: 1 } },
      { level: "warn", message: "two", fields: { task: "t", a: 2, id: "i" } },
      { level: "debug", message: "three", fields: {} },
      { level: "error", message: "four", fields: {} },
    ]);
  });
});
