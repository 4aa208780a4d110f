import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { ACCOUNT_ID, LOOPBACK, REGION } from "../account.ts";
import type { InvocationAnswer } from "./lambda-function.ts";

/** An invocation, as the runtime is told of it. */
export interface RuntimeInvocation {
  readonly requestId: string;
  readonly payload: string;
  readonly traceId: string;
  /** Called at the moment the runtime is told: here the function's time begins. Answers when it ends, epoch ms. */
  readonly started: () => number;
}

/** Lambda's Runtime API for one execution environment: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export interface RuntimeApi {
  /** `host:port`, the value of AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Hands an invocation to the runtime as soon as it asks for one. */
  offer(invocation: RuntimeInvocation): void;
  close(): Promise<void>;
}

export interface RuntimeApiEvents {
  /** The runtime asks for an invocation: its handler is loaded. */
  readonly asked: () => void;
  readonly answered: (requestId: string, answer: InvocationAnswer) => void;
  /** The handler's module could not be loaded. */
  readonly initFailed: (error: {
    readonly errorType: string;
    readonly errorMessage: string;
  }) => void;
}

export async function startRuntimeApi(
  functionName: string,
  events: RuntimeApiEvents,
): Promise<RuntimeApi> {
  let offered = Promise.withResolvers<RuntimeInvocation>();
  const api = new Hono().basePath("/2018-06-01/runtime");
  api.get("/invocation/next", async (context) => {
    events.asked();
    const invocation = await offered.promise;
    offered = Promise.withResolvers();
    return invocationAnswer(context, functionName, invocation);
  });
  api.post("/invocation/:id/response", async (context) => {
    const payload = await context.req.text();
    events.answered(context.req.param("id"), { ok: true, payload });
    return context.body(null, 202);
  });
  api.post("/invocation/:id/error", async (context) => {
    const error = toError(await context.req.text());
    events.answered(context.req.param("id"), { ok: false, ...error });
    return context.body(null, 202);
  });
  api.post("/init/error", async (context) => {
    events.initFailed(toError(await context.req.text()));
    return context.body(null, 202);
  });
  const server = serve({ fetch: api.fetch, hostname: LOOPBACK, port: 0 }) as Server;
  // A runtime is silent while its handler runs, for minutes: a connection closed then is an answer lost.
  server.keepAliveTimeout = 0;
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    address: `${LOOPBACK}:${port}`,
    offer: (invocation) => offered.resolve(invocation),
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function invocationAnswer(
  context: Context,
  functionName: string,
  invocation: RuntimeInvocation,
): Response {
  return context.body(invocation.payload, 200, {
    "content-type": "application/json",
    "lambda-runtime-aws-request-id": invocation.requestId,
    "lambda-runtime-deadline-ms": String(invocation.started()),
    "lambda-runtime-invoked-function-arn": `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${functionName}`,
    "lambda-runtime-trace-id": invocation.traceId,
  });
}

function toError(body: string): { readonly errorType: string; readonly errorMessage: string } {
  try {
    const { errorType, errorMessage } = JSON.parse(body) as Record<string, unknown>;
    return { errorType: String(errorType), errorMessage: String(errorMessage) };
  } catch {
    return { errorType: "Runtime.Unknown", errorMessage: body };
  }
}
