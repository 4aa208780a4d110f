import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Ended, PROGRAM, runCeleriac } from "./celeriac-process.ts";

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Runs the command in the example's folder. */
function celeriac(words: readonly string[], directory = "../../examples/novel"): Promise<Ended> {
  return runCeleriac(words, { directory: fromHere(directory) });
}

describe("celeriac cost in the example's folder", () => {
  it("prices its tasks", async () => {
    const { out, err, code } = await celeriac(["cost"]);
    expect({ err, code }).toEqual({ err: "", code: 0 });
    await expect(out).toMatchFileSnapshot("./novel-cost.txt");
  });

  it("answers programs with the whole of it, though a pipe is slow", async () => {
    const { out, code } = await celeriac(["cost", "--json", "--single"]);
    expect(code).toBe(0);
    const { tasks } = JSON.parse(out) as { readonly tasks: readonly object[] };
    expect(tasks).toHaveLength(7);
  });
});

describe("a reader that reads no more", () => {
  it("ends the command in silence", async () => {
    const cwd = fromHere("../../examples/novel");
    const shell = ["-c", `"$0" "$1" cost | true`, process.execPath, PROGRAM];
    const err = await new Promise((resolve) => {
      execFile("sh", shell, { cwd }, (_error, _out, said) => resolve(said));
    });
    expect(err).toBe("");
  });
});

describe("the command where there is no app", () => {
  it("says so in one line, and ends with 2", async () => {
    const { out, err, code } = await celeriac(["cost"], ".");
    expect({ out, code }).toEqual({ out: "", code: 2 });
    expect(err).toMatch(/^error: there is no app in .*\n$/);
  });

  it("says what to do about a module that Node cannot load", async () => {
    const folder = await mkdtemp(join(tmpdir(), "celeriac-cost-"));
    const app = join(folder, "app.ts");
    await writeFile(app, "export enum Colour { Red }\n");
    const { err, code } = await celeriac(["cost", "--app", app], ".");
    await rm(folder, { recursive: true });
    expect(code).toBe(2);
    expect(err).toMatch(/^error: .*app\.ts cannot be loaded: .*set "erasableSyntaxOnly"/s);
    expect(err).not.toMatch(/\n +at /);
  });
});
