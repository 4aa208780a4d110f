import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Resources } from "@celeriac/core";
import { FUNCTION_SETTINGS } from "@celeriac/sst/function-settings";
import { stop } from "esbuild-in-sst";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type FunctionProcess, startFunction } from "../deployed/function-process.ts";
import { environmentBySst, linksTo } from "../deployed/linked-environment.ts";
import { buildAsSst, writeLinks } from "../deployed/sst-build.ts";
import type { CreatedResource } from "./harness/created-resource.ts";
import { deploy, ROOT } from "./harness/deploy.ts";
import {
  type BuildAnswer,
  type BuildRequest,
  type SstServer,
  startSstServer,
} from "./harness/sst-server.ts";

type Environment = Readonly<Record<string, string>>;

let folder: string;
let server: SstServer;
let resources: readonly CreatedResource[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "celeriac-deployed-form-"));
  server = await startSstServer(build);
  ({ resources } = await deploy(server, {}, async () => {
    const { deployNovel } = await import("../../infra/novel.ts");
    return deployNovel();
  }));
  await stop();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** What the command of SST does when its `Function` asks. */
async function build(request: BuildRequest): Promise<BuildAnswer> {
  const out = join(folder, request.functionID);
  const { handler, properties: nodejs } = request;
  const built = await buildAsSst({ handler, nodejs }, { root: ROOT, out });
  await writeLinks(out, request.links, request.encryptionKey);
  return { handler: built.handler, out, errors: [], sourcemaps: [] };
}

const requestOf = (name: string): BuildRequest => {
  const request = server.builds.find(({ functionID }) => functionID === name);
  if (request === undefined) throw new Error(`${name} was not built`);
  return request;
};

const inputsOf = (type: string, name?: string): CreatedResource["inputs"] => {
  const found = resources.find(
    (each) => each.type === type && (name === undefined || each.name === name),
  );
  if (found === undefined) throw new Error(`there is no ${type} ${name ?? ""}`);
  return found.inputs;
};

const functionEnvironment = (name: string): Environment => {
  const { environment } = inputsOf("aws:lambda/function:Function", `${name}Function`);
  return (environment as { variables: Environment }).variables;
};

const workerEnvironment = (): Environment => {
  const { containerDefinitions } = inputsOf("aws:ecs/taskDefinition:TaskDefinition");
  const [container] = JSON.parse(String(containerDefinitions)) as [
    { environment: readonly { name: string; value: string }[] },
  ];
  return Object.fromEntries(container.environment.map(({ name, value }) => [name, value]));
};

const CONSUMER = "NovelConsumerDefault";

describe("what the component asks SST for is what the deployed form's tests run on", () => {
  it("the settings of a consumer's bundle", () => {
    const { properties, handler } = requestOf(CONSUMER);
    expect(handler).toBe("examples/novel/src/lambda.handler");
    expect(properties).toEqual({ ...FUNCTION_SETTINGS.nodejs, architecture: "arm64" });
  });

  it("its environment", () => {
    const { encryptionKey } = requestOf(CONSUMER);
    expect(functionEnvironment(CONSUMER)).toEqual({
      ...FUNCTION_SETTINGS.environment,
      CELERIAC_QUEUES: "default",
      ...environmentBySst(encryptionKey),
      SST_RESOURCE_App: JSON.stringify({ name: "shop", stage: "test" }),
    });
  });

  it("the fields of its link", () => {
    const { NovelHosts } = requestOf(CONSUMER).links;
    const { endpoints: _, tableWrites: __, ...expected } = linksTo(EMULATED)["Tasks"] as Resources;
    expect(new Set(Object.keys(NovelHosts as object))).toEqual(new Set(Object.keys(expected)));
    expect(NovelHosts).toMatchObject({ kind: "celeriac-resources", app: "novel" });
  });
});

const EMULATED: Resources = {
  ...{ app: "novel", region: "us-east-1", queues: {}, table: "novel", bucket: "novel" },
  schedules: { group: "novel", roleArn: "arn" },
  ...{ endpoints: {}, tableWrites: "single" },
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
};

describe("what the component deploys starts, and finds its resources", () => {
  const running: FunctionProcess[] = [];
  afterEach(async () => {
    for (const process of running.splice(0)) await process.stop();
  });
  const start = (name: string, environment: Environment): FunctionProcess => {
    const started = startFunction(join(folder, name), environment);
    running.push(started);
    return started;
  };
  const http = { method: "GET" };
  const event = { version: "2.0", rawPath: "/chapters/%00", rawQueryString: "", headers: {} };
  const refused = { ...event, requestContext: { http } };

  it("the consumer", async () => {
    const consumer = start(CONSUMER, functionEnvironment(CONSUMER));
    expect(await consumer.invoke({ Records: [] })).toEqual({ batchItemFailures: [] });
  });

  it("the API that links it", async () => {
    const api = start("Api", functionEnvironment("Api"));
    expect(await api.invoke(refused)).toMatchObject({ statusCode: 400 });
  });

  it("what runs in the worker's container: a client does, too", async () => {
    const environment = workerEnvironment();
    expect(environment).toMatchObject({ CELERIAC_QUEUES: "studio" });
    expect(await start("Api", environment).invoke(refused)).toMatchObject({ statusCode: 400 });
  });
});
