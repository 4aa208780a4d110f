import {
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from "@aws-sdk/client-sqs";
import { parseResources, type Resources } from "@celeriac/core";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { createClient } from "celeriac/client";
import { app, tracked } from "../noop-app.ts";
import { bodiesOf } from "./bodies.ts";

/**
 * The process that sends, in one way: `producer.ts <way> <tasks>`. It sends a quarter of that first, for the compiler.
 * The raw ways send the bodies that Celeriac sends, in as many calls and as many at a time.
 */
export type Way = "enqueueMany" | "raw batches" | "raw batches, tuned" | "enqueue" | "raw singles";

/** Calls under way, of the batches and of the singles; the adapter's own width for the first. */
const [BATCHES_AT_A_TIME, SINGLES_AT_A_TIME] = [8, 100];
const BATCH = 10;

/** What Celeriac's own client is made with. */
const TUNED: SQSClientConfig = {
  md5: false,
  requestHandler: new NodeHttpHandler({
    connectionTimeout: 3000,
    httpAgent: { keepAlive: true, maxSockets: 256 },
  }),
};

const [way = "enqueueMany", tasks = "10000"] = process.argv.slice(2);
const resources = parseResources(process.env["CELERIAC_RESOURCES"] ?? "");
const prepare = senderOf(way as Way, resources);
const count = Number(tasks);
const [warmUp, send] = [await prepare(Math.ceil(count / 4)), await prepare(count)];
await warmUp();
const cpuBefore = process.cpuUsage();
const began = performance.now();
await send();
const ms = performance.now() - began;
const { user, system } = process.cpuUsage(cpuBefore);
process.send?.({ "tasks/s": (count / ms) * 1000, "us CPU/task": (user + system) / count });
process.exit(0);

/** Gets so many tasks ready to be sent: what that takes is not measured. */
type Prepare = (of: number) => Promise<() => Promise<void>>;

function senderOf(how: Way, to: Resources): Prepare {
  const url = to.queues["default"]?.url ?? "";
  switch (how) {
    case "enqueueMany":
      return manySender(to);
    case "enqueue":
      return singleSender(to);
    case "raw batches":
      return rawBatches(rawClient(to), url);
    case "raw batches, tuned":
      return rawBatches(rawClient(to, TUNED), url);
    case "raw singles":
      return rawSingles(rawClient(to), url);
  }
}

function manySender(to: Resources): Prepare {
  const client = createClient(app, { resources: to });
  return async (of) => {
    const inputs = numbers(of).map((n) => ({ n }));
    return async () => {
      for (const outcome of await client.enqueueMany(tracked, inputs)) {
        if (!outcome.ok) throw outcome.error;
      }
    };
  };
}

function singleSender(to: Resources): Prepare {
  const client = createClient(app, { resources: to });
  return async (of) => () =>
    atATime(SINGLES_AT_A_TIME, numbers(of), async (n) => {
      await client.enqueue(tracked, { n });
    });
}

function rawClient(to: Resources, settings: SQSClientConfig = {}): SQSClient {
  return new SQSClient({
    region: to.region,
    ...(to.endpoints?.sqs === undefined ? {} : { endpoint: to.endpoints.sqs }),
    ...(to.credentials === undefined ? {} : { credentials: to.credentials }),
    ...settings,
  });
}

function rawBatches(client: SQSClient, QueueUrl: string): Prepare {
  return async (of) => {
    const bodies = await bodiesOf(of);
    const starts = numbers(Math.ceil(of / BATCH)).map((batch) => batch * BATCH);
    return () =>
      atATime(BATCHES_AT_A_TIME, starts, async (start) => {
        const Entries = bodies
          .slice(start, start + BATCH)
          .map((MessageBody, index) => ({ Id: String(index), MessageBody }));
        const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
        if ((sent.Failed ?? []).length > 0) throw new Error("not all were sent");
      });
  };
}

function rawSingles(client: SQSClient, QueueUrl: string): Prepare {
  return async (of) => {
    const bodies = await bodiesOf(of);
    return () =>
      atATime(SINGLES_AT_A_TIME, bodies, async (MessageBody) => {
        await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
      });
  };
}

async function atATime<Item>(
  width: number,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of left) await work(item);
    }),
  );
}

function numbers(of: number): readonly number[] {
  return Array.from({ length: of }, (_none, n) => n);
}
