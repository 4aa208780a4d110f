import { type LogFields, type Logger, toLoggableFields } from "@celeriac/core";
import { type DestinationStream, pino } from "pino";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** What a worker's log lines look like. */
export interface JsonLoggerOptions {
  /** Put on every line as `service`. */
  readonly service: string;
  /** @defaultValue "info" */
  readonly level?: LogLevel | undefined;
  /** @defaultValue the standard output, written synchronously so that the last lines before an exit are there too */
  readonly destination?: DestinationStream | undefined;
}

/** Writes one line of JSON per call: `level` by name, `time` as ISO 8601, `service`, the message, the fields. */
export function jsonLogger(options: JsonLoggerOptions): Logger {
  const {
    service,
    level = "info",
    destination = pino.destination({ dest: 1, sync: true }),
  } = options;
  const root = pino(
    {
      level,
      base: { service },
      messageKey: "message",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  return toPort(root);
}

type PinoLogger = Pick<
  ReturnType<typeof pino>,
  "debug" | "info" | "warn" | "error" | "child" | "isLevelEnabled"
>;

/** Most tasks' loggers never write a line: the child that costs is made for the first one. */
function toPort(root: PinoLogger, childOf: () => PinoLogger = () => root): Logger {
  let child: PinoLogger | undefined;
  const lines = (): PinoLogger => {
    child ??= childOf();
    return child;
  };
  const loggable = (fields: LogFields | undefined): object =>
    fields === undefined ? {} : toLoggableFields(fields);
  return {
    debug: (message, fields) => {
      if (root.isLevelEnabled("debug")) lines().debug(loggable(fields), message);
    },
    info: (message, fields) => lines().info(loggable(fields), message),
    warn: (message, fields) => lines().warn(loggable(fields), message),
    error: (message, fields) => lines().error(loggable(fields), message),
    with: (fields) => toPort(root, () => lines().child(toLoggableFields(fields))),
  };
}
