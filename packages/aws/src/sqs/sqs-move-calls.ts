/**
 * SQS's calls for moving messages: a module of its own, since hosts never make them.
 * @module
 */
import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResult,
  SQSClient,
  StartMessageMoveTaskCommand,
  type StartMessageMoveTaskRequest,
} from "@aws-sdk/client-sqs";
import type { Caller, CallSpec } from "../call/caller.ts";
import type { ClientSettings } from "../call/client-settings.ts";

/** @throws {CeleriacError} */
export interface SqsMoveCalls {
  start(queue: string, input: StartMessageMoveTaskRequest): Promise<unknown>;
  list(queue: string, arn: string): Promise<ListMessageMoveTasksResult>;
  cancel(queue: string, handle: string): Promise<unknown>;
}

/** Only the newest one matters. */
const MOST_LISTED = 1;

export function createSqsMoveCalls(
  settings: ClientSettings,
  target: string,
  caller: Caller,
): SqsMoveCalls {
  const client = new SQSClient(settings);
  const spec = (name: CallSpec["name"], queue: string): CallSpec => ({
    name,
    resource: `queue ${JSON.stringify(queue)}`,
    target,
  });
  return {
    start: (queue, input) =>
      caller(spec("sqs:StartMessageMoveTask", queue), (options) =>
        client.send(new StartMessageMoveTaskCommand(input), options),
      ),
    list: (queue, arn) =>
      caller(spec("sqs:ListMessageMoveTasks", queue), (options) =>
        client.send(
          new ListMessageMoveTasksCommand({ SourceArn: arn, MaxResults: MOST_LISTED }),
          options,
        ),
      ),
    cancel: (queue, handle) =>
      caller(spec("sqs:CancelMessageMoveTask", queue), (options) =>
        client.send(new CancelMessageMoveTaskCommand({ TaskHandle: handle }), options),
      ),
  };
}
