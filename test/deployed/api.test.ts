import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FUNCTION_SETTINGS } from "@celeriac/sst/function-settings";
import type { EmbeddedAws } from "celeriac/local";
import { stop } from "esbuild-in-sst";
import { afterAll, beforeAll, expect, it } from "vitest";
import { app } from "../../examples/novel/src/app.ts";
import { until } from "../e2e/fixture/system.ts";
import { type FunctionProcess, startFunction } from "./function-process.ts";
import { environmentBySst, linksTo } from "./linked-environment.ts";
import { buildAsSst, writeLinks } from "./sst-build.ts";
import { startDeployedAws } from "./start-deployed-aws.ts";

const ROOT = join(import.meta.dirname, "../..");
const CONSUMER = "examples/novel/src/lambda";

let folder: string;
let aws: EmbeddedAws;
let api: FunctionProcess;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "celeriac-api-"));
  const [consumer, served] = await Promise.all([
    buildAsSst(
      { handler: `${CONSUMER}.handler`, ...FUNCTION_SETTINGS },
      { root: ROOT, out: join(folder, "consumer") },
    ),
    buildAsSst(
      { handler: "examples/novel/src/api.handler", nodejs: { minify: true, splitting: true } },
      { root: ROOT, out: join(folder, "api") },
    ),
  ]);
  await stop();
  const functions = { default: { entry: join(ROOT, `${CONSUMER}.ts`) } };
  aws = await startDeployedAws(app, { functions }, { [`${CONSUMER}.ts`]: consumer.folder });
  const key = randomBytes(32).toString("base64");
  await writeLinks(served.folder, linksTo(aws.resources), key);
  const ofAws = Object.entries(aws.environment).filter(([name]) => name.startsWith("AWS_"));
  api = startFunction(served.folder, { ...Object.fromEntries(ofAws), ...environmentBySst(key) });
});
afterAll(async () => {
  await api.stop();
  await aws.stop();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Record<string, unknown>;
}

/** Calls the function as its URL would: payload format 2.0. */
async function call(method: string, rawPath: string, body?: unknown): Promise<Answer> {
  const answer = await api.invoke({
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString: "",
    headers: { host: "abc.lambda-url.us-east-1.on.aws", "content-type": "application/json" },
    requestContext: { domainName: "abc.lambda-url.us-east-1.on.aws", http: { method } },
    body: body === undefined ? undefined : Buffer.from(JSON.stringify(body)).toString("base64"),
    isBase64Encoded: true,
  });
  const {
    statusCode,
    headers,
    body: text,
  } = answer as {
    statusCode: number;
    headers: Record<string, string>;
    body: string;
  };
  return { status: statusCode, headers, body: JSON.parse(text) as Record<string, unknown> };
}

it("the example's API, deployed, enqueues a chapter and shows what became of it", async () => {
  const sent = await call("POST", "/chapters", { chapter: "1", text: "Call me Ishmael." });
  expect(sent).toMatchObject({ status: 202, body: { state: "PENDING" } });
  const location = String(sent.headers["location"]);
  expect(location).toBe(`/chapters/${String(sent.body["id"])}`);
  let shown = await call("GET", location);
  await until(async () => {
    shown = await call("GET", location);
    return shown.body["state"] === "SUCCESS";
  });
  expect(shown).toMatchObject({
    status: 200,
    headers: { "cache-control": "no-store" },
    body: { attempts: 1, result: { chapter: "1", words: 3, sentences: 1 } },
  });
});

it("refuses what is no chapter", async () => {
  expect(await call("POST", "/chapters", { chapter: "1" })).toMatchObject({ status: 400 });
  expect(await call("GET", "/chapters")).toMatchObject({ status: 404 });
});
