import { Logger as PowertoolsLogger } from "@aws-lambda-powertools/logger";
import { CeleriacError } from "@celeriac/core";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { LambdaLogger } from "./lambda-logger.ts";
import { powertoolsLogger } from "./powertools-logger.ts";

interface Setup {
  readonly logger: LambdaLogger;
  readonly lines: Record<string, unknown>[];
}

function setUp(): Setup {
  const lines: Record<string, unknown>[] = [];
  class KeptLogger extends PowertoolsLogger {
    protected override printLog(
      _level: number,
      item: Parameters<PowertoolsLogger["printLog"]>[1],
    ): void {
      item.prepareForPrint();
      lines.push(JSON.parse(JSON.stringify(item.getAttributes(), this.getJsonReplacer())));
    }
  }
  const logger = powertoolsLogger(new KeptLogger({ serviceName: "shop", logLevel: "DEBUG" }));
  return { logger, lines };
}

function invoke(logger: LambdaLogger, awsRequestId: string, event: unknown = {}): Promise<unknown> {
  const handler = middy(async () => logger.info("handled"));
  if (logger.middleware !== undefined) handler.use(logger.middleware);
  return handler(event, { awsRequestId, functionName: "consumer" } as Context);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a line through Powertools", () => {
  it("has the service, the level, the message and the fields", () => {
    const { logger, lines } = setUp();
    logger.debug("one", { a: 1 });
    logger.info("two");
    logger.warn("three");
    logger.error("four");
    expect(lines).toMatchObject([
      { service: "shop", level: "DEBUG", message: "one", a: 1 },
      { service: "shop", level: "INFO", message: "two" },
      { service: "shop", level: "WARN", message: "three" },
      { service: "shop", level: "ERROR", message: "four" },
    ]);
  });

  it("has the fields of the logger it was made from, and keeps them from that logger", () => {
    const { logger, lines } = setUp();
    logger.with({ taskId: "t", queue: "q" }).with({ queue: "r" }).info("bound", { attempt: 2 });
    logger.info("plain");
    expect(lines[0]).toMatchObject({ taskId: "t", queue: "r", attempt: 2 });
    expect(lines[1]).not.toHaveProperty("taskId");
  });

  it("has the request id of the current invocation, also by a logger made in an earlier one", async () => {
    const { logger, lines } = setUp();
    await invoke(logger, "first");
    const early = logger.with({ taskId: "t" });
    await invoke(logger, "second");
    early.info("late line");
    expect(lines.map((line) => line["function_request_id"])).toEqual(["first", "second", "second"]);
  });

  it("has an error's name, code, message, stack and cause, and nothing else of it", () => {
    const { logger, lines } = setUp();
    const cause = Object.assign(new Error("socket closed"), { input: "secret" });
    logger.error("failed", {
      error: new CeleriacError("unreachable", "no answer", { cause, details: { input: "secret" } }),
    });
    expect(lines[0]?.["error"]).toMatchObject({
      name: "CeleriacError",
      code: "unreachable",
      message: "no answer",
      stack: expect.stringContaining("no answer"),
      cause: { message: "socket closed" },
    });
    expect(JSON.stringify(lines)).not.toContain("secret");
  });

  it("never holds the event, though the environment asks for it", async () => {
    vi.stubEnv("POWERTOOLS_LOGGER_LOG_EVENT", "true");
    const { logger, lines } = setUp();
    await invoke(logger, "first", { Records: [{ body: "secret" }] });
    expect(lines.map((line) => line["message"])).toEqual(["handled"]);
    expect(JSON.stringify(lines)).not.toContain("secret");
  });
});
