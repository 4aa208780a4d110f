import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Resources } from "@celeriac/core";

/** One request, as a test looks at it. */
export interface StubRequest {
  /** `SendMessageBatch`; of REST protocols the method. */
  readonly operation: string;
  readonly path: string;
  /** Parsed if it is JSON, else text. */
  readonly body: unknown;
}

/** An answer; `hang` never comes, `reset` breaks the connection after the request was read. */
export type StubAnswer =
  | "hang"
  | "reset"
  | {
      readonly status?: number;
      readonly body?: unknown;
      readonly headers?: Record<string, string>;
    };

/** Stands in for AWS, so that tests can make it say what emulators never do. */
export interface StubServer {
  readonly resources: Resources;
  readonly requests: readonly StubRequest[];
  /** Answers every request from now on. */
  answer(reply: (request: StubRequest) => StubAnswer): void;
  /** Resolves when so many requests have come. */
  received(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function startStubServer(): Promise<StubServer> {
  const requests: StubRequest[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let reply: (request: StubRequest) => StubAnswer = () => ({ body: {} });
  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming);
    requests.push(request);
    for (const { count, resolve } of waiting) if (requests.length >= count) resolve();
    send(response, reply(request));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    resources: resourcesAt(url),
    requests,
    answer(next) {
      reply = next;
    },
    received: (count) =>
      new Promise((resolve) => {
        if (requests.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An error in the form of AWS's JSON protocols. */
export function awsError(name: string, status = 400, message = ""): StubAnswer {
  return { status, body: { __type: `com.amazonaws#${name}`, message } };
}

/** Resources whose every service answers at one address. */
export function resourcesAt(url: string): Resources {
  return {
    app: "stub",
    region: "eu-central-1",
    queues: {
      images: { url: `${url}/000000000000/images`, arn: "arn:aws:sqs:eu-central-1:0:images" },
      "images-dlq": {
        url: `${url}/000000000000/images-dlq`,
        arn: "arn:aws:sqs:eu-central-1:0:images-dlq",
      },
      video: { url: `${url}/000000000000/video`, arn: "arn:aws:sqs:eu-central-1:0:video" },
    },
    table: "stub-table",
    bucket: "stub-bucket",
    schedules: { group: "stub-group", roleArn: "arn:aws:iam::000000000000:role/stub" },
    endpoints: { sqs: url, dynamodb: url, s3: url, scheduler: url },
    credentials: { accessKeyId: "stub", secretAccessKey: "stub" },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<StubRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  const target = incoming.headers["x-amz-target"];
  const operation = typeof target === "string" ? target.slice(target.indexOf(".") + 1) : undefined;
  return {
    operation: operation ?? incoming.method ?? "",
    path: incoming.url ?? "",
    body: text.startsWith("{") ? JSON.parse(text) : text,
  };
}

function send(response: ServerResponse, answer: StubAnswer): void {
  if (answer === "hang") return;
  if (answer === "reset") {
    response.destroy();
    return;
  }
  const { status = 200, body = "", headers = {} } = answer;
  response.writeHead(status, { "content-type": "application/x-amz-json-1.0", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}
