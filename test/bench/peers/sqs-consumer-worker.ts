import { reportFrom } from "../drain/worker-report.ts";
import { peerPackage } from "./install-peers.ts";

/** As much of sqs-consumer as the bench calls. */
interface SqsConsumer {
  readonly Consumer: {
    create(options: ConsumerOptions): { start(): void; stop(): void };
  };
}

interface Message {
  readonly Body: string;
}

interface ConsumerOptions {
  readonly queueUrl: string;
  readonly sqs: unknown;
  readonly batchSize: number;
  readonly waitTimeSeconds: number;
  readonly useQueueUrlAsEndpoint: boolean;
  readonly handleMessage?: (message: Message) => Promise<Message>;
  readonly handleMessageBatch?: (messages: readonly Message[]) => Promise<readonly Message[]>;
}

interface SqsClients {
  readonly SQSClient: new (settings: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  }) => unknown;
}

const queueUrl = process.env["QUEUE_URL"] ?? "";

await reportFrom(async (done) => {
  const { Consumer } = peerPackage("sqs-consumer") as SqsConsumer;
  const { SQSClient } = peerPackage("@aws-sdk/client-sqs") as SqsClients;
  const consume = ({ Body }: Message): void => {
    JSON.parse(Body);
    done();
  };
  const consumer = Consumer.create({
    queueUrl,
    sqs: new SQSClient({
      endpoint: new URL(queueUrl).origin,
      region: "us-east-1",
      credentials: { accessKeyId: "x", secretAccessKey: "x" },
    }),
    ...{ useQueueUrlAsEndpoint: false, batchSize: 10, waitTimeSeconds: 5 },
    ...(process.env["HANDLER"] === "batch"
      ? {
          handleMessageBatch: async (messages: readonly Message[]) => {
            for (const message of messages) consume(message);
            return messages;
          },
        }
      : {
          handleMessage: async (message: Message) => {
            consume(message);
            return message;
          },
        }),
  });
  consumer.start();
  return async () => {
    consumer.stop();
    return {};
  };
});
