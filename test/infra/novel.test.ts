import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { app } from "../../examples/novel/src/app.ts";
import { deploy } from "./harness/deploy.ts";
import { type SstServer, startSstServer } from "./harness/sst-server.ts";
import type { Deployed } from "./safety/deployed.ts";
import { rules } from "./safety/rules.ts";
import { describeResources } from "./snapshot.ts";

let server: SstServer;
let deployed: Deployed;
beforeAll(async () => {
  server = await startSstServer();
  const { resources } = await deploy(server, { app: "celeriac-novel" }, async () => {
    const { deployNovel } = await import("../../infra/novel.ts");
    return deployNovel();
  });
  deployed = { app, resources, builds: server.builds, retains: false };
});
afterAll(() => server.stop());

describe("the example's deployment is safe", () => {
  it.each(rules)("$promise", ({ problems }) => {
    expect(problems(deployed)).toEqual([]);
  });
});

describe("what the example's deployment is made of", () => {
  it("is reviewed where it changes", async () => {
    await expect(describeResources(deployed.resources)).toMatchFileSnapshot("novel.resources.txt");
  });
});
