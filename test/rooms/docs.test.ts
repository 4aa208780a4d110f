import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { anchorOf } from "../../site/.vitepress/anchor-of.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

function anchorsIn(page: string): readonly string[] {
  const headings = [...read(page).matchAll(/^#+ (.+)$/gm)];
  const ids = [...read(page).matchAll(/<a id="([\w-]+)">/g)].map(([, id = ""]) => id);
  return [...headings.map(([, heading = ""]) => anchorOf(heading)), ...ids];
}

/** Where a page's own links lead: `file#anchor`. */
function linksIn(page: string): readonly string[] {
  const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return links.filter((target) => !/^[a-z]+:/.test(target));
}

function leadsNowhere(page: string, link: string): boolean {
  const [file = "", anchor] = link.split("#");
  const target = file === "" ? page : join(dirname(page), file);
  if (!existsSync(join(ROOT, target))) return true;
  return anchor !== undefined && !anchorsIn(target).includes(anchor);
}

describe("the documents", () => {
  it.each(pages)("%s: every link leads to something", (page) => {
    expect(linksIn(page).filter((link) => leadsNowhere(page, link))).toEqual([]);
  });

  it("every promise is kept by tests that are there, or said to be not there yet", () => {
    const rows = [...read("docs/guarantees.md").matchAll(/^\| (G\d+) \|.*\| (.+) \|$/gm)];
    expect(rows.map(([, id]) => id)).toEqual(Array.from({ length: 10 }, (_, i) => `G${i + 1}`));
    for (const [, , tests = ""] of rows) expect(tests).toMatch(/\.test\.ts\)|^not there yet: /);
  });

  it("every log line that operators are told of is written by some host", () => {
    const page = read("docs/operations.md");
    const told = [...page.matchAll(/`([a-z][^`]*)`/g)]
      .map(([, text = ""]) => text)
      .filter((text) => /^(a|an|the|task|receiving|stopped|no) .* /.test(text));
    expect(told.length).toBeGreaterThan(10);
    const source = ["engine", "worker", "lambda"].map(sourceOf).join("\n");
    expect(told.filter((text) => !source.includes(text))).toEqual([]);
  });
});

/** Every file of a room but its tests. */
function sourceOf(room: string): string {
  const folder = join(ROOT, "packages", room, "src");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && !path.endsWith(".test.ts"))
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
}
