import { stop } from "esbuild";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Bundle, bundle } from "../hosts/bundle.ts";

const KB = 1024;
const project = inject("production");

/** What a task without trouble makes the function load. */
const RUNNING = [/\/stdin/, /\/sqs-calls/, /\/dynamodb-calls/, /\/http-handler/];
const EVERYTHING = [/./];

/** As a deployment bundles functions. */
const deployed = (stdin: string): Promise<Bundle> => bundle(stdin, project, ["module", "main"]);

/** Packages of an SDK, of which there are many. */
const isSdk = (name: string): boolean => /^@(aws-sdk|aws-crypto|aws|smithy)\//.test(name);

let producer: Bundle;
let consumer: Bundle;
let definitions: Bundle;
beforeAll(async () => {
  [producer, consumer, definitions] = await Promise.all([
    deployed(
      `import { createClient } from "celeriac/client";
       import { app, greet } from "./greetings.mjs";
       export const handler = () => createClient(app).enqueue(greet, { name: "Ishmael" });`,
    ),
    deployed(`export * from "./greetings-lambda.mjs";`),
    deployed(`export * from "./greetings.mjs";`),
  ]);
});
afterAll(() => stop());

describe("a bundle of the installed package", () => {
  it("holds neither engine nor host for whoever only sends", () => {
    const packages = [...producer.packages(...EVERYTHING)].filter((name) => !isSdk(name));
    // Of the SDK: the name of the host for its user agent, and its cache of endpoints.
    expect(new Set(packages)).toEqual(
      new Set(["bowser", "celeriac", "mnemonist", "obliterator", "zod"]),
    );
    const files = producer.inputs(...EVERYTHING).filter((path) => path.includes("celeriac/dist/"));
    expect(
      files.filter((path) => /engine|lambda|worker|local|testing|sst|cli\b/.test(path)),
    ).toEqual([]);
  });

  it("holds no client for whoever only defines tasks", () => {
    expect(definitions.packages(...EVERYTHING)).toEqual(new Set(["celeriac", "zod"]));
  });

  it("holds no tool, emulator or other host where tasks run", () => {
    const packages = [...consumer.packages(...EVERYTHING)];
    const powertools = ["commons", "idempotency", "jmespath", "logger"];
    expect(new Set(packages.filter((name) => !isSdk(name)))).toEqual(
      new Set([
        ...["bowser", "celeriac", "mnemonist", "obliterator", "zod", "@middy/core"],
        ...powertools.map((name) => `@aws-lambda-powertools/${name}`),
      ]),
    );
    const clients = packages.filter((name) => name.startsWith("@aws-sdk/client-"));
    expect(new Set(clients)).toEqual(
      new Set(["sqs", "dynamodb", "s3", "scheduler"].map((name) => `@aws-sdk/client-${name}`)),
    );
  });

  it("loads no AWS client at its start", () => {
    for (const each of [producer, consumer]) {
      const packages = [...each.packages(/\/stdin/)];
      expect(packages.filter((name) => /^@(aws-sdk|smithy)\//.test(name))).toEqual([]);
    }
  });

  it("starts, for who sends, with at most 40 KB gzipped beside zod, and for who runs, 58 KB", async () => {
    const zod = await deployed(`export { z } from "zod";`);
    const own = (each: Bundle): number => each.size(/\/stdin/) - zod.size(/\/stdin/);
    expect(own(producer)).toBeLessThan(40 * KB);
    expect(own(consumer)).toBeLessThan(58 * KB);
  });

  it("is at most 150 KB gzipped beside zod, with the AWS clients that running a task loads", async () => {
    const zod = await deployed(`export { z } from "zod";`);
    expect(consumer.size(...RUNNING) - zod.size(/\/stdin/)).toBeLessThan(150 * KB);
  });
});
