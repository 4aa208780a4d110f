import { Logger as PowertoolsLogger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { type LogFields, toLoggableFields } from "@celeriac/core";
import type { LambdaLogger } from "./lambda-logger.ts";

/**
 * Writes log lines with Powertools: JSON with the request id, the cold start and the trace id of the invocation.
 * The level comes from `POWERTOOLS_LOG_LEVEL` or from Lambda's own log settings.
 * @param source the service's name, or a Powertools Logger of your own with its formatter and keys.
 */
export function powertoolsLogger(source: string | PowertoolsLogger): LambdaLogger {
  const powertools =
    typeof source === "string" ? new PowertoolsLogger({ serviceName: source }) : source;
  return {
    ...withFields(powertools, {}),
    // Never the event, whatever POWERTOOLS_LOGGER_LOG_EVENT says: it holds the tasks' inputs.
    middleware: injectLambdaContext(powertools, { logEvent: false }),
  };
}

/**
 * One Powertools Logger under all: a child of its own would keep the request id of the invocation that made it, and
 * cost a hundred times as much.
 */
function withFields(powertools: PowertoolsLogger, bound: LogFields): LambdaLogger {
  const merged = (fields: LogFields | undefined): Record<string, unknown> =>
    toLoggableFields({ ...bound, ...fields });
  return {
    debug: (message, fields) => powertools.debug(message, merged(fields)),
    info: (message, fields) => powertools.info(message, merged(fields)),
    warn: (message, fields) => powertools.warn(message, merged(fields)),
    error: (message, fields) => powertools.error(message, merged(fields)),
    with: (fields) => withFields(powertools, { ...bound, ...fields }),
  };
}
