import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CodeBlock } from "./blocks/code-block.ts";
import { commandFault } from "./blocks/command-fault.ts";
import { celeriacArguments, commandsIn, npmScript } from "./blocks/commands.ts";
import { BLOCKS, placeOf, ROOT } from "./blocks/pages.ts";

const blocks = BLOCKS.filter(
  ({ language, unchecked }) => language === "sh" && unchecked === undefined,
);
const titled = blocks.map((block): [string, CodeBlock] => [placeOf(block), block]);

/** The npm scripts that a page's reader has: those of the page's own package.json, else this repository's. */
function scriptsFor(page: string): readonly string[] {
  const own = BLOCKS.find((block) => block.page === page && block.file === "package.json")?.code;
  const manifest = own ?? readFileSync(join(ROOT, "package.json"), "utf8");
  return Object.keys((JSON.parse(manifest) as { scripts?: object }).scripts ?? {});
}

describe("commands of the documents", () => {
  it.each(titled)("%s: the program takes each celeriac command", async (_place, { code }) => {
    for (const command of commandsIn(code)) {
      const words = celeriacArguments(command);
      if (words !== undefined) expect(await commandFault(words), command.join(" ")).toBeUndefined();
    }
  });

  it.each(titled)("%s: each npm script is there", (_place, { page, code }) => {
    const named = commandsIn(code).map(npmScript);
    for (const name of named) if (name !== undefined) expect(scriptsFor(page)).toContain(name);
  });

  it("are found, and refused when they are wrong", async () => {
    const [one = [], two = []] = commandsIn(
      "npx sst shell -- npx celeriac doctr | cat\n# a comment",
    );
    expect(two).toEqual(["cat"]);
    expect(await commandFault(celeriacArguments(one) ?? [])).toContain("Did you mean doctor?");
    expect(await commandFault(["cost", "--tsak", "a"])).toContain("Did you mean --task?");
    expect(await commandFault(["cost", "--task", "a"])).toBeUndefined();
    expect(celeriacArguments(["npm", "install", "celeriac"])).toBeUndefined();
    expect(npmScript(["npm", "run", "check"])).toBe("check");
  });
});
