import type { LogFields, Logger } from "@celeriac/core";

/** One line of a log. */
export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  /** The line's own fields over those of its logger. */
  readonly fields: LogFields;
}

/** A logger that keeps what it is told. */
export interface MemoryLogger extends Logger {
  /** Every line of this logger and of those made from it, in order. */
  readonly lines: readonly LogLine[];
}

/** Creates a logger that keeps its lines instead of writing them. */
export function createMemoryLogger(): MemoryLogger {
  const lines: LogLine[] = [];
  return { ...loggerInto(lines, {}), lines };
}

function loggerInto(lines: LogLine[], common: LogFields): Logger {
  const line =
    (level: LogLine["level"]) =>
    (message: string, fields: LogFields = {}): void => {
      lines.push({ level, message, fields: { ...common, ...fields } });
    };
  return {
    debug: line("debug"),
    info: line("info"),
    warn: line("warn"),
    error: line("error"),
    with: (fields) => loggerInto(lines, { ...common, ...fields }),
  };
}
