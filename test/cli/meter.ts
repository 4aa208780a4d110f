import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Resources } from "@celeriac/core";

/** What AWS would bill for the calls since the last reset. */
export interface Bill {
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Calls of SQS by operation; receives that brought nothing are `EmptyReceive`. */
  readonly sqs: Readonly<Record<string, number>>;
  /** Bodies that were sent, bytes. */
  readonly sentBytes: number;
}

/** Stands between the adapters and the emulators, and reads the meter. */
export interface Meter {
  /** The resources by way of the meter. */
  readonly resources: Resources;
  read(): Bill;
  reset(): void;
  stop(): Promise<void>;
}

/**
 * Starts a meter. DynamoDB is asked for the capacity that each call consumes, which dynoxide reckons as AWS does, by the
 * size of each item; of SQS calls are counted.
 */
export async function startMeter(resources: Resources): Promise<Meter> {
  let bill = emptyBill();
  const table = await startProxy(resources.endpoints?.dynamodb ?? "", {
    request: (_operation, body) => ({ ...body, ReturnConsumedCapacity: "TOTAL" }),
    response: (operation, answer) => {
      const units = capacityIn(answer);
      if (/Get|Query/.test(operation)) bill.readUnits += units;
      else bill.writeUnits += units;
    },
  });
  const queues = await startProxy(resources.endpoints?.sqs ?? "", {
    request: (_operation, body) => {
      const { Entries: entries = [] } = body as {
        readonly Entries?: readonly { readonly MessageBody?: string }[];
      };
      for (const { MessageBody: text = "" } of entries) bill.sentBytes += Buffer.byteLength(text);
      return body;
    },
    response: (operation, answer) => {
      const { Messages: messages } = answer as { readonly Messages?: readonly unknown[] };
      const isEmpty = operation === "ReceiveMessage" && (messages ?? []).length === 0;
      const name = isEmpty ? "EmptyReceive" : operation;
      bill.sqs.set(name, (bill.sqs.get(name) ?? 0) + 1);
    },
  });
  return {
    resources: {
      ...resources,
      endpoints: { ...resources.endpoints, dynamodb: table.url, sqs: queues.url },
      queues: Object.fromEntries(
        Object.entries(resources.queues).map(([name, { url, arn }]) => [
          name,
          { arn, url: `${queues.url}${new URL(url).pathname}` },
        ]),
      ),
    },
    read: () => ({ ...bill, sqs: Object.fromEntries(bill.sqs) }),
    reset: () => {
      bill = emptyBill();
    },
    stop: async () => {
      await Promise.all([close(table.server), close(queues.server)]);
    },
  };
}

function emptyBill() {
  return { writeUnits: 0, readUnits: 0, sqs: new Map<string, number>(), sentBytes: 0 };
}

interface Reader {
  readonly request: (operation: string, body: object) => object;
  readonly response: (operation: string, answer: object) => void;
}

async function startProxy(
  target: string,
  reader: Reader,
): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((request, response) => {
    const operation = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
    const gone = new AbortController();
    // Else a long poll that its client gave up would go on, and take a message that nobody gets.
    response.on("close", () => gone.abort());
    const forward = async (): Promise<void> => {
      const body = reader.request(operation, JSON.parse(await textOf(request)));
      const answer = await fetch(new URL(request.url ?? "/", target), {
        method: "POST",
        headers: headersOf(request),
        body: JSON.stringify(body),
        signal: gone.signal,
      });
      const text = await answer.text();
      reader.response(operation, JSON.parse(text === "" ? "{}" : text));
      response.writeHead(answer.status, {
        "content-type": answer.headers.get("content-type") ?? "application/x-amz-json-1.0",
      });
      response.end(text);
    };
    forward().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const kept = ["content-type", "x-amz-target", "authorization", "x-amz-date", "accept"];
  return Object.fromEntries(
    kept.flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

interface Answer {
  readonly ConsumedCapacity?: readonly { readonly CapacityUnits?: number }[];
  readonly Responses?: unknown;
}

/** Batches only. A refused write is paid for too, which dynoxide forgets. */
function capacityIn(answer: object): number {
  const { ConsumedCapacity: consumed = [], Responses: responses } = answer as Answer;
  const statements: readonly unknown[] = Array.isArray(responses) ? responses : [];
  const refused = statements.filter((each) => (each as { Error?: unknown }).Error !== undefined);
  return consumed.reduce((sum, { CapacityUnits: units = 0 }) => sum + units, refused.length);
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
