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
