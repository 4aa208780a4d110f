import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { packPackage } from "../../tools/pack-package.ts";
import { childEnvironment } from "./blocks/child-environment.ts";
import { BLOCKS } from "./blocks/pages.ts";
import { walkThrough } from "./walkthrough/walk.ts";

describe("docs/getting-started.md", () => {
  const blocks = BLOCKS.filter(({ page }) => page === "docs/getting-started.md");

  it("leads from an empty folder to a task that is redriven and tested, as it says", async () => {
    const folder = await mkdtemp(join(tmpdir(), "celeriac-getting-started-"));
    const env = childEnvironment();
    const own = `${dirname(process.execPath)}${delimiter}${env["PATH"] ?? ""}`;
    try {
      await walkThrough(blocks, {
        folder,
        env: { ...env, PATH: own, npm_config_prefer_offline: "true", npm_config_audit: "false" },
        inPlaceOf: { celeriac: await packPackage() },
      });
      expect(blocks.filter(({ words }) => words.has("run")).length).toBeGreaterThan(5);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
