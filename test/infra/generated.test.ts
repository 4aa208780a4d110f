import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deployedApp } from "./generated/arbitrary-app.ts";
import { deploy } from "./harness/deploy.ts";
import { type SstServer, startSstServer } from "./harness/sst-server.ts";
import { rules } from "./safety/rules.ts";

const RUNS = 25;
const VPC = {
  id: "vpc-1",
  securityGroups: ["sg-1"],
  containerSubnets: ["subnet-1"],
  loadBalancerSubnets: ["subnet-1"],
};

let server: SstServer;
beforeAll(async () => {
  server = await startSstServer();
});
afterAll(() => server.stop());

describe("whatever app is deployed", () => {
  it("it gives a valid and safe set of resources", async () => {
    await fc.assert(
      fc.asyncProperty(deployedApp, async ({ app, shared, stage, sstApp, removal }) => {
        const kinds = [...app.queues.values()].map(({ kind }) => kind);
        const reserved = [...app.queues.values()].filter(
          (queue) => queue.kind === "lambda" && queue.reservedConcurrency !== undefined,
        );
        const before = server.builds.length;
        const { resources } = await deploy(server, { app: sstApp, stage, removal }, async () => {
          const { Celeriac } = await import("celeriac/sst");
          const handler = "examples/novel/src/lambda.handler";
          new Celeriac("Tasks", {
            app,
            vpc: VPC,
            ...(kinds.includes("lambda")
              ? { consumer: { handler, shared: shared && reserved.length === 0 } }
              : {}),
            ...(kinds.includes("fargate")
              ? { worker: { entry: "examples/novel/src/worker.ts" } }
              : {}),
          });
        });
        const retains = removal === "retain";
        const deployed = { app, resources, builds: server.builds.slice(before), retains };
        expect(rules.flatMap(({ problems }) => problems(deployed)).join("\n")).toBe("");
      }),
      { numRuns: RUNS, includeErrorInReport: true },
    );
  });
});
