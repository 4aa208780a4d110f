import { defineApp, fargate } from "@celeriac/core";
import { afterEach, expect, it, vi } from "vitest";
import { runWorker } from "./worker.ts";

afterEach(() => vi.unstubAllEnvs());

it("a worker that is assigned a queue which the app does not have says so", async () => {
  const app = defineApp({ name: "shop", tasks: [], queues: { images: fargate() } });
  vi.stubEnv("CELERIAC_QUEUES", "imgaes");
  await expect(runWorker(app)).rejects.toThrow(
    '"imgaes" is not a fargate queue of app "shop": expected one of images',
  );
  await expect(runWorker(app, [], { queues: ["default"] })).rejects.toThrow('"default"');
});
