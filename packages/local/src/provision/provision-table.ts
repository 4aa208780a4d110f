import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import type { TableResource } from "@celeriac/core";
import { emulatorClientConfig } from "../account.ts";

export interface TableSite {
  readonly endpoint: string;
  /** Whether it knows UpdateTimeToLive. */
  readonly hasTimeToLive: boolean;
}

/** Makes the table; one that a former run left stays as it is. */
export async function provisionTable(
  { endpoint, hasTimeToLive }: TableSite,
  TableName: string,
  table: TableResource,
): Promise<void> {
  const dynamodb = new DynamoDBClient(emulatorClientConfig(endpoint));
  try {
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [
          { AttributeName: table.partitionKey, AttributeType: "S" },
          { AttributeName: table.sortKey, AttributeType: "S" },
        ],
        KeySchema: [
          { AttributeName: table.partitionKey, KeyType: "HASH" },
          { AttributeName: table.sortKey, KeyType: "RANGE" },
        ],
      }),
    );
    if (hasTimeToLive) await setTimeToLive(dynamodb, TableName, table);
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  } finally {
    dynamodb.destroy();
  }
}

async function setTimeToLive(
  dynamodb: DynamoDBClient,
  TableName: string,
  table: TableResource,
): Promise<void> {
  await dynamodb.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { AttributeName: table.ttlAttribute, Enabled: true },
    }),
  );
}
