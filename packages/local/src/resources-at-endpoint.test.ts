import { describe, expect, it } from "vitest";
import { freePort, resourcesAtEndpoint, startEmbeddedAws } from "./index.ts";
import { slowTopology as topology } from "./slow-topology.ts";

describe("an app's resources at an emulator that runs", () => {
  it("are known by their names alone, and missed where they are not", async () => {
    const aws = await startEmbeddedAws({ topology });
    const { queues, table, bucket, schedules, endpoints } = aws.resources;
    const endpoint = endpoints?.sqs ?? "";
    const found = await resourcesAtEndpoint(topology, endpoint);
    expect(found).toMatchObject({ app: "demo", queues, table, bucket, schedules });
    expect(found.endpoints?.dynamodb).toBe(endpoint);
    const more = {
      ...topology,
      queues: topology.queues.flatMap((queue) => [queue, { ...queue, name: "fast" }]),
    };
    await expect(resourcesAtEndpoint(more, endpoint)).rejects.toMatchObject({
      code: "missing-resource",
      message: expect.stringContaining(`run celeriac dev --endpoint ${endpoint} first`),
    });
    await aws.stop();
  });

  it("cannot be asked for where nobody answers", async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    await expect(resourcesAtEndpoint(topology, endpoint)).rejects.toMatchObject({
      code: "unreachable",
      message: expect.stringContaining(`${endpoint} does not answer as SQS does`),
    });
  });
});
