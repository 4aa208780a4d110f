import type { Logger } from "@celeriac/core";

/** A client speaks through its answers and errors; what it would log is for a host's logger. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => silentLogger,
};
