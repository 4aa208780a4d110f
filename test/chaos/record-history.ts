import type { Resources, TaskRecord } from "@celeriac/core";

/**
 * Every write that a table accepts, in its own order: DynamoDB Streams, which the embedded table has too. What no
 * client saw is in it as well: late writes, and those whose answer was lost.
 */
export interface RecordHistory {
  /** All task records as they stood after each write so far. */
  read(): Promise<readonly TaskRecord[]>;
}

/** Turns the stream of an app's table on. */
export async function keepRecordHistory(resources: Resources): Promise<RecordHistory> {
  const endpoint = resources.endpoints?.dynamodb ?? "";
  const call = <Answer>(operation: string, body: object): Promise<Answer> =>
    callTable<Answer>(endpoint, operation, body);
  const { table: TableName } = resources;
  await call("DynamoDB_20120810.UpdateTable", {
    TableName,
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  });
  const { Table } = await call<{ Table: { LatestStreamArn: string } }>(
    "DynamoDB_20120810.DescribeTable",
    { TableName },
  );
  const StreamArn = Table.LatestStreamArn;

  const readShard = async (ShardId: string): Promise<TaskRecord[]> => {
    const records: TaskRecord[] = [];
    let { ShardIterator } = await call<{ ShardIterator?: string }>(
      "DynamoDBStreams_20120810.GetShardIterator",
      { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" },
    );
    while (ShardIterator !== undefined) {
      const page: StreamPage = await call("DynamoDBStreams_20120810.GetRecords", { ShardIterator });
      // An open shard has always another page: an empty one is the end of what there is.
      if (page.Records.length === 0) break;
      records.push(...page.Records.flatMap(({ dynamodb }) => recordOf(dynamodb.NewImage)));
      ShardIterator = page.NextShardIterator;
    }
    return records;
  };

  return {
    read: async () => {
      const { StreamDescription } = await call<{
        StreamDescription: { Shards: { ShardId: string }[] };
      }>("DynamoDBStreams_20120810.DescribeStream", { StreamArn });
      const records: TaskRecord[] = [];
      for (const { ShardId } of StreamDescription.Shards)
        records.push(...(await readShard(ShardId)));
      return records;
    },
  };
}

interface StreamPage {
  readonly Records: readonly { readonly dynamodb: { readonly NewImage?: Item } }[];
  readonly NextShardIterator?: string;
}

/** Of DynamoDB's types, those that a record's fields have. */
interface AttributeValue {
  readonly S?: string;
  readonly N?: string;
  readonly BOOL?: boolean;
}

type Item = Readonly<Record<string, AttributeValue>>;

/** Fields that lie as JSON text in a record's item. */
const NESTED: ReadonlySet<string> = new Set([
  "error",
  "result",
  "progress",
  "input",
  "workflow",
  "tags",
]);

function recordOf(item: Item | undefined): TaskRecord[] {
  if (item?.["sk"]?.S !== "task") return [];
  const fields = Object.entries(item).map(([name, { S, N, BOOL }]) => {
    if (N !== undefined) return [name, Number(N)];
    if (S === undefined) return [name, BOOL];
    return [name, NESTED.has(name) ? (JSON.parse(S) as unknown) : S];
  });
  return [Object.fromEntries(fields) as TaskRecord];
}

/** One call by hand: the client of streams is a package that nothing else needs, and emulators check no signature. */
async function callTable<Answer>(
  endpoint: string,
  operation: string,
  body: object,
): Promise<Answer> {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": operation,
      "x-amz-date": "20260101T000000Z",
      authorization:
        "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00",
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${operation} answered ${answer.status}: ${text}`);
  return JSON.parse(text) as Answer;
}
