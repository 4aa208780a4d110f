import { describe, expect, it } from "vitest";
import { workerImage } from "./worker-image.ts";

describe("a worker's image", () => {
  it("is built from the project's root by Celeriac's Dockerfile, which is told the entry", () => {
    expect(workerImage({ entry: "src/worker.ts" }).image).toEqual({
      context: ".",
      dockerfile: "node_modules/celeriac/docker/Dockerfile",
      args: { ENTRY: "src/worker.ts" },
    });
  });

  it.each([
    ["packages/jobs/src/worker.ts", "packages/jobs", "src/worker.ts"],
    ["./src/worker.ts", "./", "src/worker.ts"],
    ["src/worker.ts", "packages/..", "src/worker.ts"],
    ["../api/worker.ts", "packages/jobs", "../../api/worker.ts"],
  ])("finds the entry %s in the context %s", (entry, context, expected) => {
    expect(workerImage({ entry, context }).image).toMatchObject({
      context,
      args: { ENTRY: expected },
    });
  });

  it("takes a Dockerfile and build arguments; the entry is not one of them", () => {
    const args = { EXTERNAL: "sharp", ENTRY: "elsewhere.ts" };
    const { image } = workerImage({ entry: "worker.ts", dockerfile: "Dockerfile", args });
    expect(image).toEqual({
      context: ".",
      dockerfile: "Dockerfile",
      args: { EXTERNAL: "sharp", ENTRY: "worker.ts" },
    });
  });

  it("answers health at the port that its check asks", () => {
    const { environment, health } = workerImage({ entry: "src/worker.ts" });
    expect(environment).toEqual({ CELERIAC_HEALTH_PORT: "8080" });
    expect(health.command.slice(0, 3)).toEqual(["CMD", "node", "-e"]);
    expect(health.command[3]).toContain("process.env.CELERIAC_HEALTH_PORT+'/healthz'");
  });
});
