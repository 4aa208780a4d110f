import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createAwsPorts } from "./aws-ports.ts";
import { createInstantClock } from "./testing/instant-clock.ts";
import { resourcesAt, startStubServer } from "./testing/stub-server.ts";
import { stubbedPorts } from "./testing/stubbed-ports.ts";

afterEach(() => vi.unstubAllEnvs());

describe("a client is loaded when it is first used", () => {
  it("none with the ports, and each by itself", async () => {
    const { metafile } = await build({
      entryPoints: [fileURLToPath(new URL("./index.ts", import.meta.url))],
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      external: ["@aws-sdk/*", "@smithy/*"],
      metafile: true,
      write: false,
      outdir: "unwritten",
    });
    const packages = Object.values(metafile.outputs).map((output) => ({
      entry: output.entryPoint?.split("/").at(-1) ?? "shared",
      clients: new Set(
        output.imports.map(({ path }) => path).filter((path) => /^@(aws-sdk|smithy)\//.test(path)),
      ),
    }));
    const loading = packages.filter(({ clients }) => clients.size > 0);
    expect(loading.toSorted((a, b) => a.entry.localeCompare(b.entry))).toEqual([
      { entry: "dynamodb-calls.ts", clients: new Set(["@aws-sdk/client-dynamodb"]) },
      { entry: "http-handler.ts", clients: new Set(["@smithy/node-http-handler"]) },
      {
        entry: "inspect-deployment.ts",
        clients: new Set([
          ...["dynamodb", "ecs", "iam", "lambda", "s3", "scheduler", "sqs"].map(
            (service) => `@aws-sdk/client-${service}`,
          ),
          "@smithy/node-http-handler",
        ]),
      },
      {
        entry: "operator-calls.ts",
        clients: new Set(["@aws-sdk/client-cloudwatch", "@aws-sdk/client-sqs"]),
      },
      { entry: "s3-calls.ts", clients: new Set(["@aws-sdk/client-s3"]) },
      { entry: "scheduler-calls.ts", clients: new Set(["@aws-sdk/client-scheduler"]) },
      // with the first of the two that need it
      { entry: "shared", clients: new Set(["@aws-sdk/core/protocols"]) },
      { entry: "sqs-calls.ts", clients: new Set(["@aws-sdk/client-sqs"]) },
      { entry: "sqs-move-calls.ts", clients: new Set(["@aws-sdk/client-sqs"]) },
    ]);
  });

  it("warm loads those of every delivery, and asks AWS for nothing", async () => {
    await using world = await stubbedPorts();
    await world.ports.warm();
    expect(world.calls).toEqual([]);
  });
});

describe("every request to AWS is counted", () => {
  it("by service and operation, the SDK's retries too", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => (world.stub.requests.length === 1 ? { status: 500 } : { body: {} }));
    await world.ports.store.read("t");
    expect(world.calls).toEqual(["dynamodb:BatchGetItem", "dynamodb:BatchGetItem"]);
  });
});

describe("without what a call needs", () => {
  it("no credentials: says what to set, and sends nothing", async () => {
    for (const name of [
      "AWS_ACCESS_KEY_ID",
      "AWS_SECRET_ACCESS_KEY",
      "AWS_PROFILE",
      "AWS_WEB_IDENTITY_TOKEN_FILE",
      "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
      "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ]) {
      vi.stubEnv(name, undefined);
    }
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere/credentials");
    vi.stubEnv("AWS_CONFIG_FILE", "/nowhere/config");
    await using world = await stubbedPorts({ credentials: undefined });
    const answer = await world.ports.sender.send("images", { body: "m" });
    expect(answer).toMatchObject({
      ok: false,
      uncertain: false,
      error: {
        code: "credentials-missing",
        retryable: false,
        message: expect.stringContaining("AWS_ACCESS_KEY_ID"),
      },
    });
    await expect(world.ports.store.read("t")).rejects.toMatchObject({
      code: "credentials-missing",
    });
    expect(world.stub.requests).toEqual([]);
  });

  it("credentials that never come: ends with the deadline, and nothing is uncertain", async () => {
    const asked = Promise.withResolvers<void>();
    const never = (): Promise<never> => {
      asked.resolve();
      return new Promise(() => undefined);
    };
    await using world = await stubbedPorts({ credentials: never as never });
    const sent = world.ports.sender.send("images", { body: "m" });
    await asked.promise;
    world.clock.ring();
    expect(await sent).toMatchObject({
      ok: false,
      uncertain: false,
      error: { code: "call-timeout" },
    });
  });

  it("no server: names the endpoint, and nothing is uncertain", async () => {
    const stub = await startStubServer();
    await stub.close();
    const ports = createAwsPorts(stub.resources, { clock: createInstantClock() });
    const answer = await ports.sender.send("images", { body: "m" });
    expect(answer).toMatchObject({
      ok: false,
      uncertain: false,
      error: { code: "unreachable", retryable: true },
    });
    expect(answer.ok ? "" : answer.error.message).toContain(stub.resources.endpoints?.sqs);
    await ports.close();
  });

  it("no answer to an attempt: the next one is tried, then it is an error", async () => {
    const stub = await startStubServer();
    stub.answer(() => "hang");
    const ports = createAwsPorts(stub.resources, {
      clock: createInstantClock(),
      policies: { "dynamodb:BatchGetItem": { attemptMs: 30, deadlineMs: 60_000 } },
    });
    await expect(ports.store.read("t")).rejects.toMatchObject({
      code: "call-timeout",
      retryable: true,
    });
    expect(stub.requests.map((request) => request.operation)).toEqual([
      "BatchGetItem",
      "BatchGetItem",
      "BatchGetItem",
    ]);
    await ports.close();
    await stub.close();
  });
});

describe("closing", () => {
  it("is done when nothing was ever used", async () => {
    await expect(
      createAwsPorts(resourcesAt("http://127.0.0.1:9")).close(),
    ).resolves.toBeUndefined();
  });
});
