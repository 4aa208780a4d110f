/**
 * SQS's client: loaded at the first use, and nothing of the SDK's that is not used here.
 * @module
 */
import {
  ChangeMessageVisibilityBatchCommand,
  type ChangeMessageVisibilityBatchRequest,
  type ChangeMessageVisibilityBatchResult,
  DeleteMessageBatchCommand,
  type DeleteMessageBatchRequest,
  type DeleteMessageBatchResult,
  GetQueueAttributesCommand,
  type GetQueueAttributesRequest,
  type GetQueueAttributesResult,
  ReceiveMessageCommand,
  type ReceiveMessageRequest,
  type ReceiveMessageResult,
  SendMessageBatchCommand,
  type SendMessageBatchRequest,
  type SendMessageBatchResult,
  SQSClient,
  type SQSClientConfig,
} from "@aws-sdk/client-sqs";
import type { CallName } from "../call/call-policy.ts";
import { RECEIVE_ATTEMPTS } from "../call/call-policy.ts";
import type { Caller, CallSpec } from "../call/caller.ts";
import { type ClientSettings, withoutLogging } from "../call/client-settings.ts";
import { PlainJsonProtocol } from "../call/plain-json-protocol.ts";

/** The calls of SQS that the adapters make. @throws {CeleriacError} */
export interface SqsCalls {
  sendBatch(queue: string, input: SendMessageBatchRequest): Promise<SendMessageBatchResult>;
  receive(
    queue: string,
    input: ReceiveMessageRequest,
    signal: AbortSignal | undefined,
  ): Promise<ReceiveMessageResult>;
  deleteBatch(queue: string, input: DeleteMessageBatchRequest): Promise<DeleteMessageBatchResult>;
  changeVisibilityBatch(
    queue: string,
    input: ChangeMessageVisibilityBatchRequest,
  ): Promise<ChangeMessageVisibilityBatchResult>;
  attributes(queue: string, input: GetQueueAttributesRequest): Promise<GetQueueAttributesResult>;
}

/**
 * The SDK's check of bodies by MD5 is off. TLS already guards them on the way; on a receive one mismatch would throw
 * away all ten messages after their receive count has risen; on a send it speaks up only after SQS has stored the
 * message; and MD5 does not exist where FIPS is enforced. A body that arrives damaged is refused by `decode`.
 */
const MD5_CHECK = false;

export function createSqsCalls(settings: ClientSettings, target: string, caller: Caller): SqsCalls {
  const sdk: SQSClientConfig = { ...settings, md5: MD5_CHECK, protocol: PlainJsonProtocol };
  const client = withoutLogging(new SQSClient(sdk));
  let polling: SQSClient | undefined;
  // a function never polls; a worker does nothing else, by a client of its own for the number of attempts
  const pollingClient = (): SQSClient => {
    polling ??= withoutLogging(
      new SQSClient({
        ...sdk,
        maxAttempts: RECEIVE_ATTEMPTS,
        // credentials are looked up once for both
        credentials: client.config.credentials,
      }),
    );
    return polling;
  };
  const spec = (name: CallName, queue: string, url: string | undefined): CallSpec => ({
    name,
    resource: `queue ${JSON.stringify(queue)} (${url})`,
    target,
  });
  return {
    sendBatch: (queue, input) =>
      caller(spec("sqs:SendMessageBatch", queue, input.QueueUrl), (options) =>
        client.send(new SendMessageBatchCommand(input), options),
      ),
    receive: (queue, input, signal) =>
      caller(
        {
          ...spec("sqs:ReceiveMessage", queue, input.QueueUrl),
          waitMs: (input.WaitTimeSeconds ?? 0) * 1000,
          signal,
        },
        (options) => pollingClient().send(new ReceiveMessageCommand(input), options),
      ),
    deleteBatch: (queue, input) =>
      caller(spec("sqs:DeleteMessageBatch", queue, input.QueueUrl), (options) =>
        client.send(new DeleteMessageBatchCommand(input), options),
      ),
    changeVisibilityBatch: (queue, input) =>
      caller(spec("sqs:ChangeMessageVisibilityBatch", queue, input.QueueUrl), (options) =>
        client.send(new ChangeMessageVisibilityBatchCommand(input), options),
      ),
    attributes: (queue, input) =>
      caller(spec("sqs:GetQueueAttributes", queue, input.QueueUrl), (options) =>
        client.send(new GetQueueAttributesCommand(input), options),
      ),
  };
}
