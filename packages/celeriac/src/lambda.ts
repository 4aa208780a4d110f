/**
 * The entry of a Lambda consumer.
 *
 * @module celeriac/lambda
 */
import { type App, resolveHandlers, type TaskHandler } from "@celeriac/core";
import { createSqsHandler, powertoolsLogger, type SqsHandler } from "@celeriac/lambda";
import { assignedQueues } from "./assigned-queues.ts";
import { type ConnectionOptions, connect } from "./connection.ts";
import { consumedQueues } from "./consumed-queues.ts";
import { createHostEngine } from "./host-engine.ts";

export type { SqsHandler } from "@celeriac/lambda";

export interface LambdaHandlerOptions extends ConnectionOptions {
  /** The queues whose messages this function gets. @defaultValue those that `CELERIAC_QUEUES` names, else all lambda queues of the app */
  readonly queues?: readonly string[] | undefined;
}

/**
 * Makes the handler of the function that consumes an app's lambda queues. Needs an SQS event source mapping with
 * `ReportBatchItemFailures`. AWS clients are loaded when they are first needed.
 *
 * @example
 * ```ts
 * export const handler = createLambdaHandler(app, [handleResize]);
 * ```
 * @throws {CeleriacError} at start: `missing-handler` for a task of these queues that nothing runs, `missing-resource`
 * when the app's resources are not known.
 */
export function createLambdaHandler(
  app: App,
  handlers: readonly TaskHandler[] = [],
  options: LambdaHandlerOptions = {},
): SqsHandler {
  const queues = consumedQueues(app, "lambda", options.queues ?? assignedQueues(process.env)).map(
    (queue) => queue.name,
  );
  resolveHandlers(app, handlers, queues);
  const connection = connect(app, options);
  const logger = powertoolsLogger(app.name);
  const host = process.env["AWS_LAMBDA_LOG_STREAM_NAME"] ?? `lambda-${process.pid}`;
  const byArn = new Map(queues.map((name) => [connection.resources.queues[name]?.arn, name]));
  return createSqsHandler({
    engine: () =>
      createHostEngine({
        ...{ app, handlers, queues, host, connection, logger },
        isolation: { kind: "turns" },
      }),
    queueOf: (arn) => byArn.get(arn),
    logger,
    clock: connection.clock,
  });
}
