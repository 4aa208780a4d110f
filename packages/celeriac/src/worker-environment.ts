import { CeleriacError, show } from "@celeriac/core";
import type { LogLevel } from "@celeriac/worker";

type Environment = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error", "silent"];

/**
 * What `CELERIAC_LOG_LEVEL` says; "info" when it is absent or empty.
 * @throws {CeleriacError} `invalid-options`
 */
export function logLevelFrom(environment: Environment): LogLevel {
  const text = environment["CELERIAC_LOG_LEVEL"];
  if (text === undefined || text === "") return "info";
  const level = LOG_LEVELS.find((each) => each === text);
  if (level !== undefined) return level;
  throw new CeleriacError(
    "invalid-options",
    `CELERIAC_LOG_LEVEL is ${show(text)}: expected one of ${LOG_LEVELS.join(", ")}`,
  );
}

/**
 * The port that `CELERIAC_HEALTH_PORT` names; `undefined` when it is absent or empty: no health server.
 * @throws {CeleriacError} `invalid-options`
 */
export function healthPortFrom(environment: Environment): number | undefined {
  const text = environment["CELERIAC_HEALTH_PORT"];
  if (text === undefined || text === "") return undefined;
  // Number would take " ", "0x10" and "1e3" too.
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new CeleriacError(
    "invalid-options",
    `CELERIAC_HEALTH_PORT is ${show(text)}: expected a port from 0 to 65535`,
  );
}

/**
 * The number of tasks at a time that `CELERIAC_CONCURRENCY` names; `undefined` when it is absent or empty: what each queue says.
 * @throws {CeleriacError} `invalid-options`
 */
export function concurrencyFrom(environment: Environment): number | undefined {
  const text = environment["CELERIAC_CONCURRENCY"];
  if (text === undefined || text === "") return undefined;
  const concurrency = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (concurrency >= 1 && concurrency <= 1000) return concurrency;
  throw new CeleriacError(
    "invalid-options",
    `CELERIAC_CONCURRENCY is ${show(text)}: expected a whole number, 1 to 1,000`,
  );
}
