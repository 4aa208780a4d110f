import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** Makes the table of Celery's results: two of its workers that start together would race to, and one would die of it. */
export async function makeResultTable(endpoint: string): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
  });
  await client.send(
    new CreateTableCommand({
      TableName: "celery",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  client.destroy();
}
