import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SstServer, startSstServer } from "./harness/sst-server.ts";
import { deployExample } from "./safety/deploy-example.ts";
import type { Deployed } from "./safety/deployed.ts";
import { rules } from "./safety/rules.ts";
import { describeResources } from "./snapshot.ts";

let server: SstServer;
let deployed: Deployed;
beforeAll(async () => {
  server = await startSstServer();
  deployed = await deployExample(server);
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
