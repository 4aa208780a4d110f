import { app } from "../../../examples/novel/src/app.ts";
import { deploy } from "../harness/deploy.ts";
import type { SstServer } from "../harness/sst-server.ts";
import type { Deployed } from "./deployed.ts";

/** This repository's own deployment, of a stage that keeps nothing. */
export async function deployExample(server: SstServer): Promise<Deployed> {
  const { resources } = await deploy(server, { app: "celeriac-novel" }, async () => {
    const { deployNovel } = await import("../../../infra/novel.ts");
    return deployNovel();
  });
  return { app, resources, builds: server.builds, retains: false };
}
