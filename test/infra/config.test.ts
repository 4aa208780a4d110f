import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleConfig } from "./harness/bundle-config.ts";
import { deploy, recorded } from "./harness/deploy.ts";
import { type SstServer, startSstServer } from "./harness/sst-server.ts";
import { describeResources } from "./snapshot.ts";

const stage = { app: "celeriac-novel", stage: "test" };

let server: SstServer;
let bundle: string;
beforeAll(async () => {
  server = await startSstServer();
  bundle = await bundleConfig(stage);
});
afterAll(async () => {
  await server.stop();
  await Promise.all([rm(bundle), rm(`${bundle}.map`)]);
});

describe("sst.config.ts, bundled as SST bundles it", () => {
  it("makes what the program makes that it imports", async () => {
    const byConfig = await recorded(server, stage, async () => {
      const { default: outputs } = (await import(bundle)) as { default: Record<string, unknown> };
      return outputs;
    });
    const byProgram = await deploy(server, stage, async () => {
      const { deployNovel } = await import("../../infra/novel.ts");
      return deployNovel();
    });
    expect(describeResources(byConfig.resources)).toBe(describeResources(byProgram.resources));
  });
});
