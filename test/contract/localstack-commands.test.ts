import { fileURLToPath } from "node:url";
import { topology } from "@celeriac/core";
import { type AwsAtEndpoint, startAwsAtEndpoint } from "@celeriac/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCeleriac } from "../cli/celeriac-process.ts";
import { app } from "../cli/operations/app.ts";
import { endpointOf } from "./emulator-ports.ts";

const directory = fileURLToPath(new URL("../cli/operations", import.meta.url));
let aws: AwsAtEndpoint;
/** Where `celeriac dev --endpoint` would have put it. */
beforeAll(async () => {
  const endpoint = endpointOf("localstack");
  aws = await startAwsAtEndpoint({ endpoint, topology: topology(app), stage: "local" });
});
afterAll(() => aws.stop());

const celeriac = (...words: readonly string[]) =>
  runCeleriac([...words, "--app", "app.ts", "--endpoint", endpointOf("localstack")], { directory });

describe("the commands on a LocalStack, by its endpoint alone", () => {
  it("enqueue, count and purge", async () => {
    const called = await celeriac("call", "later");
    expect(called).toMatchObject({ err: "", code: 0 });
    const before = JSON.parse(
      (await celeriac("queues", "parked", "--json")).out,
    ) as readonly object[];
    expect(before).toMatchObject([{ visible: 1, oldestUnknown: expect.any(String) }]);
    expect((await celeriac("purge", "parked", "--yes")).code).toBe(0);
    const soon = await celeriac("purge", "parked", "--yes");
    // (difference) LocalStack takes a second purge within 60 seconds; AWS does not.
    expect(soon.code).toBe(0);
    expect((await celeriac("queues", "parked", "--json")).out).toContain('"visible":0');
  });
});
