import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defineApp } from "../definition/define-app.ts";
import { fargate, lambda } from "../definition/queues.ts";
import { CeleriacError } from "../errors/celeriac-error.ts";
import { parseResources } from "./parse-resources.ts";
import type { Resources } from "./resources.ts";
import { resourcesFor } from "./resources-for.ts";

const queue = (name: string) => ({
  url: `https://sqs/${name}`,
  arn: `arn:aws:sqs:eu-west-1:1:${name}`,
});
const RESOURCES: Resources = {
  app: "shop",
  region: "eu-west-1",
  queues: { default: queue("default"), "default-dlq": queue("default-dlq") },
  table: "shop-tasks",
  bucket: "shop-payloads",
  schedules: { group: "shop", roleArn: "arn:aws:iam::1:role/shop" },
};
const LOCAL: Resources = {
  ...RESOURCES,
  endpoints: { sqs: "http://127.0.0.1:1", dynamodb: "http://127.0.0.1:2" },
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
  tableWrites: "single",
};

function faultOf(json: string): string {
  try {
    parseResources(json);
  } catch (error) {
    if (CeleriacError.is(error, "missing-resource")) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("parseResources reads what a deployment says", () => {
  it.each([RESOURCES, LOCAL])("%#", (resources) => {
    expect(parseResources(JSON.stringify(resources))).toEqual(resources);
  });

  it("passes over what it does not know", () => {
    const newer = { ...RESOURCES, stream: "arn", endpoints: { sqs: "http://a", sns: "http://b" } };
    expect(parseResources(JSON.stringify(newer))).toEqual({
      ...RESOURCES,
      endpoints: { sqs: "http://a" },
    });
  });
});

describe("What cannot be read is an error that says what is wrong, and what to do", () => {
  it("says all of it", () => {
    expect(faultOf("")).toBe(
      "the description of the app's resources (CELERIAC_RESOURCES) cannot be read: it is empty; deploy the app, link " +
        "it to this function or service, or start it with the embedded AWS",
    );
  });

  it("names where the description comes from", () => {
    expect(() => parseResources("{", 'the SST link "Tasks"')).toThrow(
      /^the description of the app's resources \(the SST link "Tasks"\) cannot be read: it is not JSON/,
    );
  });

  it.each<[string, string]>([
    [" ", "it is empty"],
    ["shop", "it is not JSON"],
    ["[]", "it is an array of 0: expected an object"],
    ["{}", "app is undefined: expected a text"],
    [JSON.stringify({ ...RESOURCES, region: "" }), "region is empty: expected a text"],
    [JSON.stringify({ ...RESOURCES, queues: [] }), "queues is an array of 0: expected an object"],
    [
      JSON.stringify({ ...RESOURCES, queues: { a: "url" } }),
      "queues.a is a text: expected an object",
    ],
    [
      JSON.stringify({ ...RESOURCES, queues: { a: { url: "a" } } }),
      'queues.a.url is "a": expected a URL',
    ],
    [
      JSON.stringify({ ...RESOURCES, queues: { a: { url: "http://a" } } }),
      "queues.a.arn is undefined: expected a text",
    ],
    [JSON.stringify({ ...RESOURCES, table: 5 }), "table is number: expected a text"],
    [JSON.stringify({ ...RESOURCES, bucket: null }), "bucket is object: expected a text"],
    [
      JSON.stringify({ ...RESOURCES, schedules: undefined }),
      "schedules is undefined: expected an object",
    ],
    [
      JSON.stringify({ ...RESOURCES, schedules: { group: "a" } }),
      "schedules.roleArn is undefined: expected a text",
    ],
    [
      JSON.stringify({ ...RESOURCES, endpoints: { s3: "nowhere" } }),
      'endpoints.s3 is "nowhere": expected a URL',
    ],
    [
      JSON.stringify({ ...RESOURCES, tableWrites: "many" }),
      'tableWrites is "many": expected "batched" or "single"',
    ],
    [
      JSON.stringify({ ...RESOURCES, credentials: {} }),
      "credentials.accessKeyId is undefined: expected a text",
    ],
  ])("%#", (json, fault) => {
    expect(faultOf(json)).toContain(`cannot be read: ${fault}; deploy`);
  });

  it("shows no credential", () => {
    const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: ["hunter2"] };
    const json = JSON.stringify({ ...RESOURCES, credentials });
    expect(faultOf(json)).not.toMatch(/AKIAEXAMPLE|hunter2/);
    expect(faultOf(json.slice(0, -1))).not.toMatch(/AKIAEXAMPLE|hunter2/);
  });

  it("shows no credential that stands where none should", () => {
    const inPlaceOfObject = { ...RESOURCES, credentials: "AKIAEXAMPLE:hunter2" };
    expect(faultOf(JSON.stringify(inPlaceOfObject))).toContain("credentials is a text: expected");
    expect(faultOf(JSON.stringify(JSON.stringify(LOCAL)))).toContain("it is a text: expected");
    const inUrl = { ...RESOURCES, endpoints: { sqs: "ftp://AKIAEXAMPLE:hunter2@host:1" } };
    expect(faultOf(JSON.stringify(inUrl))).toContain('endpoints.sqs is "…@host:1": expected a URL');
  });

  it.each(["javascript:alert(1)", "file:///etc/passwd", "ftp://host"])(
    "takes no address but one of the web: %s",
    (url) => {
      const queues = { a: { url, arn: "arn" } };
      expect(faultOf(JSON.stringify({ ...RESOURCES, queues }))).toContain("queues.a.url is");
    },
  );

  it("cuts a queue's name where it is shown", () => {
    const queues = { ["q".repeat(10_000)]: 1 };
    expect(faultOf(JSON.stringify({ ...RESOURCES, queues })).length).toBeLessThan(500);
  });

  it("reads or refuses any text", () => {
    const key = fc.constantFrom(...Object.keys(LOCAL));
    const changed = fc
      .tuple(key, fc.jsonValue())
      .map(([name, value]) => JSON.stringify({ ...LOCAL, [name]: value }));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), changed), (json) => {
        try {
          expect(parseResources(json).table).not.toBe("");
        } catch (error) {
          if (!CeleriacError.is(error, "missing-resource")) throw error;
        }
      }),
    );
  });
});

describe("resourcesFor checks a deployment against the app", () => {
  it("answers the resources when all are there", () => {
    expect(resourcesFor(defineApp({ name: "shop", tasks: [] }), RESOURCES)).toBe(RESOURCES);
  });

  it("names the queues that are not deployed, dead-letter queues too", () => {
    const app = defineApp({
      name: "shop",
      tasks: [],
      queues: { default: lambda(), toString: fargate() },
    });
    const { "default-dlq": _, ...queues } = RESOURCES.queues;
    expect(() => resourcesFor(app, { ...RESOURCES, queues })).toThrow(
      expect.objectContaining({
        code: "missing-resource",
        message:
          'app "shop" has no deployed queue for "default-dlq", "toString", "toString-dlq": deploy it again',
      }),
    );
  });

  it("refuses another app's resources", () => {
    const other = defineApp({ name: "other", tasks: [] });
    expect(() => resourcesFor(other, RESOURCES)).toThrow(
      'the resources are those of app "shop", and this is app "other": link the app\'s own deployment',
    );
  });
});
