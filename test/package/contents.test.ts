import { globSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { HELD, LAMBDA_RUNTIME } from "../../tools/package/dependency-plan.ts";
import { ROOT } from "../../tools/package/repository.ts";

const KB = 1024;
const tarball = inject("tarball");
const folder = join(inject("production"), "node_modules/celeriac");
const files = globSync("**/*", { cwd: folder })
  .filter((path) => statSync(join(folder, path)).isFile())
  .toSorted((a, b) => a.localeCompare(b));
const read = (path: string): string => readFileSync(join(folder, path), "utf8");

describe("the package", () => {
  it("holds these files, and what its modules share", async () => {
    const named = files.filter((path) => !/^(dist\/shared|docs)\//.test(path));
    await expect(`${named.join("\n")}\n`).toMatchFileSnapshot("contents.txt");
  });

  it("holds every page of the documents", () => {
    const pages = globSync("docs/*.md", { cwd: ROOT });
    expect(files.filter((path) => path.startsWith("docs/"))).toEqual(
      pages.toSorted((a, b) => a.localeCompare(b)),
    );
  });

  it("holds no test, no source and nothing hidden", () => {
    expect(
      files.filter((path) => /\.test\.|test-d|(?<!\.d)\.[mc]?ts$|(^|\/)\./.test(path)),
    ).toEqual([]);
  });

  it("is at most 700 KB packed and 2,600 KB unpacked", () => {
    expect(statSync(tarball).size).toBeLessThan(700 * KB);
    const sizes = files.map((path) => statSync(join(folder, path)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(2600 * KB);
  });

  it("names no room, no registry, and no path of the machine that built it", () => {
    const built = files.filter((path) => /^dist\/|package\.json$/.test(path));
    const foreign = built.filter((path) => {
      const text = read(path);
      const code = text.replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, "");
      return (
        /(?:from|import\(?) ?"@celeriac\//.test(code) ||
        [ROOT, homedir(), "registry.npmjs"].some((each) => text.includes(each))
      );
    });
    expect(foreign).toEqual([]);
  });

  it("links only to what it holds", () => {
    const pages = files.filter((path) => path.endsWith(".md") && !path.startsWith("THIRD"));
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
        .map(([, target = ""]) => target)
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => !files.includes(join(dirname(page), target)))
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it("passes on the licence of each package whose code it holds", () => {
    const notices = read("THIRD-PARTY-NOTICES.md");
    const named = [...notices.matchAll(/^## (\S+) /gm)].map(([, name]) => name);
    expect(named).toEqual([...HELD, LAMBDA_RUNTIME.name].toSorted((a, b) => a.localeCompare(b)));
    expect(notices.match(/Permission is hereby granted/g)?.length).toBeGreaterThanOrEqual(
      HELD.length,
    );
  });
});
