import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Random, ServiceEndpoints } from "@celeriac/core";

export type ProxiedService = keyof ServiceEndpoints;

/** What befalls requests on their way to AWS. */
export interface NetworkFault {
  readonly kind: /** Comes later. */
    | "slow"
    /** Refused with 503, as a service in trouble does. */
    | "unavailable"
    /** Refused as too much, as each service says it. */
    | "throttled"
    /** The connection breaks; AWS never sees it. */
    | "cut-before"
    /** AWS carries it out; the connection breaks before the answer: the outcome is unknown. */
    | "cut-after"
    /** Refused with 503 at once, and carried out seconds later all the same. */
    | "late"
    /** Taken, never answered and never carried out: the caller waits until it gives up. */
    | "half-open";
  readonly service: ProxiedService;
  /** As AWS names it (`ReceiveMessage`); for S3 the HTTP method. @defaultValue all */
  readonly operation: string | undefined;
  /** How many of the requests, from 0 to 1. */
  readonly share: number;
}

/** An HTTP proxy between the processes under test and AWS: one port for each service. */
export interface FaultyProxy {
  readonly endpoints: ServiceEndpoints;
  /** Begins to do harm; answers how to end it. */
  add(fault: NetworkFault): () => void;
  /** Breaks every connection, the idle ones too. */
  cutAll(): void;
  /** How many requests each kind of fault has befallen. */
  readonly struck: ReadonlyMap<NetworkFault["kind"], number>;
  /** Waits for what is carried out late, and ends. */
  close(): Promise<void>;
}

/** Of all kinds of fault: how much slower, ms, and how late, ms. */
const SLOW_MS = { least: 100, most: 1500 } as const;
const LATE_MS = { least: 500, most: 6000 } as const;

/** Not for the next hop, or said anew by the sender. */
const HOP_HEADERS: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-length",
  "content-encoding",
  "accept-encoding",
  "host",
  "expect",
]);

interface Arrived {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer;
  readonly target: string;
  readonly service: ProxiedService;
}

export async function startFaultyProxy(
  targets: ServiceEndpoints,
  random: Random,
): Promise<FaultyProxy> {
  const faults = new Set<NetworkFault>();
  const struck = new Map<NetworkFault["kind"], number>();
  const underWay = new Set<Promise<unknown>>();
  const ending = new AbortController();
  const between = ({ least, most }: { least: number; most: number }): number =>
    least + random.next() * (most - least);

  const strike = async (arrived: Arrived): Promise<void> => {
    const { request, response, service } = arrived;
    const operation = operationOf(request);
    const fault = [...faults].find(
      (each) =>
        each.service === service &&
        (each.operation === undefined || each.operation === operation) &&
        random.next() < each.share,
    );
    if (fault === undefined) return pass(arrived);
    struck.set(fault.kind, (struck.get(fault.kind) ?? 0) + 1);
    switch (fault.kind) {
      case "slow":
        await sleep(between(SLOW_MS));
        return pass(arrived);
      case "unavailable":
        return refuse(response, 503, "ServiceUnavailable");
      case "throttled":
        return refuse(response, ...THROTTLED[service]);
      case "cut-before":
        return void response.destroy();
      case "cut-after":
        await forward(arrived);
        return void response.destroy();
      case "late":
        refuse(response, 503, "ServiceUnavailable");
        await sleep(between(LATE_MS));
        return void (await forward(arrived));
      case "half-open":
        return void (await once(response, "close", { signal: ending.signal }).catch(
          () => undefined,
        ));
    }
  };

  const servers = await Promise.all(
    Object.entries(targets).map(async ([service, target]) => {
      const server = createServer((request, response) => {
        const work = receive(request, response, target, service as ProxiedService)
          .then(strike)
          .catch(() => response.destroy());
        underWay.add(work);
        void work.finally(() => underWay.delete(work));
      });
      // Longer than any caller keeps an idle connection: it is the callers who close them.
      server.keepAliveTimeout = 120_000;
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      return { service, server };
    }),
  );
  const endpoints = Object.fromEntries(
    servers.map(({ service, server }) => [service, urlOf(server)]),
  );
  return {
    endpoints,
    add: (fault) => {
      faults.add(fault);
      return () => void faults.delete(fault);
    },
    cutAll: () => {
      for (const { server } of servers) server.closeAllConnections();
    },
    struck,
    close: async () => {
      faults.clear();
      ending.abort();
      for (const { server } of servers) {
        server.close();
        server.closeAllConnections();
      }
      await Promise.all(underWay);
    },
  };
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
  service: ProxiedService,
): Promise<Arrived> {
  return { request, response, body: await buffer(request), target, service };
}

/** Hands the request on and its answer back. */
async function pass(arrived: Arrived): Promise<void> {
  const { response } = arrived;
  const answer = await forward(arrived);
  if (response.destroyed) return;
  for (const [name, value] of answer.headers) {
    if (!HOP_HEADERS.has(name)) response.setHeader(name, value);
  }
  response.writeHead(answer.status).end(answer.body);
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** A poll whose caller has gone is ended; whatever else was sent is carried out, whether anybody waits or not. */
async function forward({ request, response, body, target }: Arrived): Promise<Answer> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (!HOP_HEADERS.has(name) && value !== undefined) headers.set(name, String(value));
  }
  const gone = new AbortController();
  if (operationOf(request) === "ReceiveMessage") response.once("close", () => gone.abort());
  const { method = "GET", url = "/" } = request;
  const answer = await fetch(new URL(url, target), {
    method,
    headers,
    signal: gone.signal,
    ...(method === "GET" || method === "HEAD" ? {} : { body: new Uint8Array(body) }),
  });
  return {
    status: answer.status,
    headers: answer.headers,
    body: Buffer.from(await answer.arrayBuffer()),
  };
}

/** `x-amz-target: AmazonSQS.ReceiveMessage`; S3 and Scheduler say it by method and path. */
function operationOf(request: IncomingMessage): string {
  const target = request.headers["x-amz-target"];
  if (typeof target !== "string") return request.method ?? "";
  return target.slice(target.indexOf(".") + 1);
}

const THROTTLED: Readonly<Record<ProxiedService, readonly [status: number, type: string]>> = {
  sqs: [403, "com.amazonaws.sqs#RequestThrottled"],
  dynamodb: [400, "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"],
  s3: [503, "SlowDown"],
  scheduler: [429, "ThrottlingException"],
};

function refuse(response: ServerResponse, status: number, type: string): void {
  response
    .writeHead(status, { "content-type": "application/x-amz-json-1.0" })
    .end(JSON.stringify({ __type: type, message: "the proxy says so" }));
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
