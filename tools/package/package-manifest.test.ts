import { describe, expect, it } from "vitest";
import { packageManifest } from "./package-manifest.ts";

const source = {
  name: "celeriac",
  version: "1.2.3",
  bin: { celeriac: "./src/cli.ts" },
  exports: { ".": "./src/index.ts", "./testing/node": "./src/testing/node.ts" },
};
const plan = { dependencies: { pino: "^10.0.0" }, optionalPeers: ["vitest"] };

describe("the published manifest", () => {
  it("leads to what was built, types first", () => {
    expect(packageManifest(source, plan, undefined)).toMatchObject({
      bin: { celeriac: "dist/cli.mjs" },
      exports: {
        ".": { types: "./dist/index.d.mts", default: "./dist/index.mjs" },
        "./testing/node": {
          types: "./dist/testing/node.d.mts",
          default: "./dist/testing/node.mjs",
        },
      },
      dependencies: { pino: "^10.0.0" },
      peerDependenciesMeta: { vitest: { optional: true } },
      publishConfig: { access: "public", provenance: true },
    });
  });

  it("names the repository that it is built in, which npm compares with the provenance", () => {
    const manifest = packageManifest(source, plan, "https://example.org/us/celeriac");
    expect(manifest["repository"]).toEqual({
      type: "git",
      url: "git+https://example.org/us/celeriac.git",
      directory: "packages/celeriac",
    });
    expect(packageManifest(source, plan, undefined)).not.toHaveProperty("repository");
  });
});
