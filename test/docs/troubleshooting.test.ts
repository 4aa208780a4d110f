import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = readFileSync(join(ROOT, "docs/troubleshooting.md"), "utf8");

/** All source of the product, tests apart. */
function source(): string {
  return readdirSync(join(ROOT, "packages"), { recursive: true, encoding: "utf8" })
    .filter((name) => /^[\w-]+\/src\/.*(?<!\.test|\.test-d)\.ts$/.test(name))
    .map((name) => readFileSync(join(ROOT, "packages", name), "utf8"))
    .join("\n");
}

it("what the page of troubles quotes is what some error says", () => {
  const quoted = [...PAGE.matchAll(/"`(\w[^`\n]+)`"/g)].map(([, text = ""]) => text);
  expect(quoted.length).toBeGreaterThan(8);
  const code = source();
  expect(quoted.filter((text) => !code.includes(text))).toEqual([]);
});
