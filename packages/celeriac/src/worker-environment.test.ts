import { describe, expect, it } from "vitest";
import { concurrencyFrom, healthPortFrom, logLevelFrom } from "./worker-environment.ts";

describe("a worker's settings come from the environment", () => {
  it.each<[Record<string, string>, string, number | undefined]>([
    [{}, "info", undefined],
    [{ CELERIAC_LOG_LEVEL: "", CELERIAC_HEALTH_PORT: "" }, "info", undefined],
    [{ CELERIAC_LOG_LEVEL: "silent", CELERIAC_HEALTH_PORT: "65535" }, "silent", 65_535],
    [{ CELERIAC_HEALTH_PORT: "0" }, "info", 0],
  ])("%j", (environment, level, port) => {
    expect([logLevelFrom(environment), healthPortFrom(environment)]).toEqual([level, port]);
  });

  it.each(["65536", "-1", " ", "0x10", "1e3", "80 ", "8080;", "999999"])("no port: %j", (text) => {
    expect(() => healthPortFrom({ CELERIAC_HEALTH_PORT: text })).toThrow(
      `CELERIAC_HEALTH_PORT is ${JSON.stringify(text)}: expected a port from 0 to 65535`,
    );
  });

  it.each([
    [{}, undefined],
    [{ CELERIAC_CONCURRENCY: "" }, undefined],
    [{ CELERIAC_CONCURRENCY: "1" }, 1],
    [{ CELERIAC_CONCURRENCY: "1000" }, 1000],
  ])("%j", (environment, concurrency) => {
    expect(concurrencyFrom(environment)).toBe(concurrency);
  });

  it.each(["0", "1001", "-1", "2.5", "many"])("no concurrency: %j", (text) => {
    expect(() => concurrencyFrom({ CELERIAC_CONCURRENCY: text })).toThrow(
      `CELERIAC_CONCURRENCY is "${text}": expected a whole number, 1 to 1,000`,
    );
  });

  it.each(["loud", "toString", "INFO"])("no level: %s", (text) => {
    expect(() => logLevelFrom({ CELERIAC_LOG_LEVEL: text })).toThrow(
      `CELERIAC_LOG_LEVEL is "${text}": expected one of debug, info, warn, error, silent`,
    );
  });

  it("shows a little of a text that is none", () => {
    const environment = { CELERIAC_LOG_LEVEL: `a\n${"x".repeat(10_000)}` };
    expect(() => logLevelFrom(environment)).toThrow(/^.{0,200}$/);
  });
});
