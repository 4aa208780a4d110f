/**
 * DynamoDB's client: loaded at the first use, and nothing of the SDK's that is not used here.
 * @module
 */
import {
  BatchExecuteStatementCommand,
  type BatchExecuteStatementInput,
  type BatchExecuteStatementOutput,
  BatchGetItemCommand,
  type BatchGetItemInput,
  type BatchGetItemOutput,
  DeleteItemCommand,
  type DeleteItemInput,
  DynamoDBClient,
  PutItemCommand,
  type PutItemInput,
  QueryCommand,
  type QueryInput,
  type QueryOutput,
  UpdateItemCommand,
  type UpdateItemInput,
} from "@aws-sdk/client-dynamodb";
import type { CallName } from "../call/call-policy.ts";
import type { Caller, CallSpec } from "../call/caller.ts";
import { type ClientSettings, withoutLogging } from "../call/client-settings.ts";
import { PlainJsonProtocol } from "../call/plain-json-protocol.ts";

/** The calls of DynamoDB that the adapters make. @throws {CeleriacError} */
export interface DynamoDbCalls {
  executeBatch(input: BatchExecuteStatementInput): Promise<BatchExecuteStatementOutput>;
  getBatch(input: BatchGetItemInput): Promise<BatchGetItemOutput>;
  delete(input: DeleteItemInput): Promise<unknown>;
  query(input: QueryInput): Promise<QueryOutput>;
  put(input: PutItemInput): Promise<unknown>;
  update(input: UpdateItemInput): Promise<unknown>;
}

export function createDynamoDbCalls(
  settings: ClientSettings,
  target: string,
  table: string,
  caller: Caller,
): DynamoDbCalls {
  const client = withoutLogging(new DynamoDBClient({ ...settings, protocol: PlainJsonProtocol }));
  const spec = (name: CallName): CallSpec => ({
    name,
    resource: `table ${JSON.stringify(table)}`,
    target,
  });
  return {
    executeBatch: (input) =>
      caller(spec("dynamodb:BatchExecuteStatement"), (options) =>
        client.send(new BatchExecuteStatementCommand(input), options),
      ),
    getBatch: (input) =>
      caller(spec("dynamodb:BatchGetItem"), (options) =>
        client.send(new BatchGetItemCommand(input), options),
      ),
    delete: (input) =>
      caller(spec("dynamodb:DeleteItem"), (options) =>
        client.send(new DeleteItemCommand(input), options),
      ),
    query: (input) =>
      caller(spec("dynamodb:Query"), (options) => client.send(new QueryCommand(input), options)),
    put: (input) =>
      caller(spec("dynamodb:PutItem"), (options) =>
        client.send(new PutItemCommand(input), options),
      ),
    update: (input) =>
      caller(spec("dynamodb:UpdateItem"), (options) =>
        client.send(new UpdateItemCommand(input), options),
      ),
  };
}
