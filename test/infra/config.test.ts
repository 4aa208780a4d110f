import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleConfig } from "./harness/bundle-config.ts";
import { deploy, recorded } from "./harness/deploy.ts";
import { type SstServer, startSstServer } from "./harness/sst-server.ts";
import { describeResources } from "./snapshot.ts";

const stage = { app: "celeriac-novel", stage: "test" };

let server: SstServer;
const bundles: string[] = [];
beforeAll(async () => {
  // As SST runs a configuration: node --enable-source-maps.
  process.setSourceMapsEnabled(true);
  server = await startSstServer();
});
afterAll(async () => {
  process.setSourceMapsEnabled(false);
  await server.stop();
  await Promise.all(bundles.flatMap((bundle) => [rm(bundle), rm(`${bundle}.map`)]));
});

/** Runs a configuration, which its bundle does when it is imported. */
async function run(config: string): Promise<Record<string, unknown>> {
  const bundle = await bundleConfig(config, stage);
  bundles.push(bundle);
  const { default: outputs } = (await import(bundle)) as { default: Record<string, unknown> };
  return outputs;
}

describe("a configuration, bundled as SST bundles it", () => {
  it("makes what the program makes that it imports", async () => {
    const byConfig = await recorded(server, stage, () => run("sst.config.ts"));
    const byProgram = await deploy(server, stage, async () => {
      const { deployNovel } = await import("../../infra/novel.ts");
      return deployNovel();
    });
    expect(describeResources(byConfig.resources)).toBe(describeResources(byProgram.resources));
  });

  it("tells a mistake with the line of the configuration as it was written", async () => {
    let message = "";
    await recorded(server, stage, async () => {
      await run("test/infra/mistaken/sst.config.ts").catch((error: Error) => {
        message = error.message;
      });
      return {};
    });
    expect(message).toMatch(
      /^new Celeriac\("Tasks"\) at \/.*test\/infra\/mistaken\/sst\.config\.ts:7: nobody consumes/,
    );
  });
});
