import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const HELLO = join(ROOT, "examples/hello/src");

/** The code blocks of the README that name a file in their first line. */
const listings = [...README.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```$/gmsu)].map(
  ([, file = "", code = ""]) => ({ file, code }),
);

describe("the README", () => {
  it("shows the hello example as it is", () => {
    expect(listings.map(({ file }) => file)).toEqual(["app.ts", "lambda.ts", "main.ts"]);
    for (const { file, code } of listings) {
      expect(code).toBe(readFileSync(join(HELLO, file), "utf8"));
    }
  });

  it("shows an example that runs", async () => {
    const run = promisify(execFile)(process.execPath, [join(HELLO, "main.ts")]);
    const { stdout, stderr } = await run;
    expect(stdout).toBe("Hello, Ishmael, at attempt 1!\n");
    expect(stderr).toBe("");
  });

  it("links to what is there", () => {
    const links = [...README.matchAll(/\]\(([^)]+)\)/gu)].map(([, target = ""]) => target);
    expect(links.filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
  });

  it("has no more than 150 lines", () => {
    expect(README.trimEnd().split("\n").length).toBeLessThanOrEqual(150);
  });
});
