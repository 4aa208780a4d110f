import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createSeededRandom } from "@celeriac/testing/models";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FaultyProxy, type NetworkFault, startFaultyProxy } from "./faulty-proxy.ts";

let proxy: FaultyProxy;
let seen: string[];
let arrived: () => void;
const aws = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += String(chunk);
  });
  request.on("end", () => {
    seen.push(body);
    response.writeHead(200, { "x-amzn-requestid": "r1" }).end(`${request.url} ${body}`);
    arrived();
  });
});

beforeEach(async () => {
  seen = [];
  arrived = () => undefined;
  aws.listen(0, "127.0.0.1");
  await once(aws, "listening");
  const target = `http://127.0.0.1:${(aws.address() as AddressInfo).port}`;
  proxy = await startFaultyProxy({ sqs: target, dynamodb: target }, createSeededRandom(1));
});
afterEach(async () => {
  await proxy.close();
  aws.closeAllConnections();
  aws.close();
});

const send = (body: string, signal?: AbortSignal): Promise<Response> =>
  fetch(`${proxy.endpoints.sqs}/queue`, {
    method: "POST",
    headers: { "x-amz-target": "AmazonSQS.SendMessageBatch" },
    body,
    signal: signal ?? null,
  });
const befall = (kind: NetworkFault["kind"], operation?: string): (() => void) =>
  proxy.add({ kind, service: "sqs", operation, share: 1 });
const wholeText = async (body: string): Promise<string> => (await send(body)).text();

describe("the proxy", () => {
  it("hands on what no fault befalls, path, body and headers", async () => {
    const answer = await send("one");
    expect(answer.headers.get("x-amzn-requestid")).toBe("r1");
    expect(await answer.text()).toBe("/queue one");
  });

  it("spares other services and other operations", async () => {
    befall("unavailable", "ReceiveMessage");
    proxy.add({ kind: "unavailable", service: "dynamodb", operation: undefined, share: 1 });
    expect(await wholeText("one")).toBe("/queue one");
  });

  it("refuses, throttles and breaks before AWS sees it", async () => {
    const end = befall("unavailable");
    expect((await send("one")).status).toBe(503);
    end();
    const endThrottling = befall("throttled");
    const throttled = await send("two");
    expect([throttled.status, await throttled.text()]).toEqual([
      403,
      expect.stringContaining("RequestThrottled"),
    ]);
    endThrottling();
    befall("cut-before");
    await expect(send("three")).rejects.toThrow();
    expect(seen).toEqual([]);
    expect(Object.fromEntries(proxy.struck)).toEqual({
      unavailable: 1,
      throttled: 1,
      "cut-before": 1,
    });
  });

  it("breaks after AWS has carried it out", async () => {
    befall("cut-after");
    await expect(send("one")).rejects.toThrow();
    expect(seen).toEqual(["one"]);
  });

  it("refuses, and has it carried out later", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    arrived = resolve;
    befall("late");
    expect((await send("one")).status).toBe(503);
    expect(seen).toEqual([]);
    await promise;
    expect(seen).toEqual(["one"]);
  });

  it("takes it and never answers", async () => {
    befall("half-open");
    const leaving = new AbortController();
    const answer = send("one", leaving.signal);
    await expect.poll(() => proxy.struck.get("half-open")).toBe(1);
    leaving.abort();
    await expect(answer).rejects.toThrow();
    expect(seen).toEqual([]);
  });
});
