/** What is bundled, and what each loads in its first task beside what it loads at its start. */
interface Entry {
  readonly what: string;
  readonly source: string;
  readonly alsoLoaded: readonly string[];
}

const CONSUMER_COMMANDS = `
  import { BatchExecuteStatementCommand, BatchGetItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
  import { ChangeMessageVisibilityBatchCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
  export const dynamodb = [DynamoDBClient, BatchExecuteStatementCommand, BatchGetItemCommand];
  export const sqs = [SQSClient, ChangeMessageVisibilityBatchCommand, SendMessageBatchCommand];`;

const PRODUCER_COMMANDS = `
  import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
  export const sqs = [SQSClient, SendMessageBatchCommand];`;

const PRODUCER = `
  import { defineApp, defineTask } from "celeriac";
  import { createClient } from "celeriac/client";
  const add = defineTask({ name: "add" });
  export const send = () => createClient(defineApp({ name: "smallest", tasks: [add] })).enqueue(add);`;

export const ENTRIES = {
  consumer: {
    what: "smallest consumer, after its first task",
    source: `export * from "../../hosts/smallest-consumer.ts";`,
    alsoLoaded: ["sqs-calls", "dynamodb-calls", "http-handler"],
  },
  "consumer.bare": {
    what: "bare SDK clients of a consumer",
    source: CONSUMER_COMMANDS,
    alsoLoaded: [],
  },
  "consumer.start": {
    what: "smallest consumer, at its start",
    source: `export * from "../../hosts/smallest-consumer.ts";`,
    alsoLoaded: [],
  },
  producer: {
    what: "smallest producer, after its first enqueue",
    source: PRODUCER,
    alsoLoaded: ["sqs-calls", "http-handler"],
  },
  "producer.bare": {
    what: "bare SDK client of a producer",
    source: PRODUCER_COMMANDS,
    alsoLoaded: [],
  },
} as const satisfies Readonly<Record<string, Entry>>;
