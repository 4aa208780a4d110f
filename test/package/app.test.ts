import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { PUBLISHED, ROOT } from "../../tools/package/repository.ts";
import { type CommandEnd, runCommand } from "./run-command.ts";

const project = inject("development");

const node = (...args: readonly string[]): Promise<CommandEnd> =>
  runCommand(process.execPath, args, { cwd: project });
const celeriac = (...args: readonly string[]): Promise<CommandEnd> =>
  node("node_modules/.bin/celeriac", ...args);

const lastLine = (text: string): unknown => JSON.parse(text.trimEnd().split("\n").at(-1) ?? "");

describe("an app that was made with the installed package", () => {
  it("is as the package's README shows it", async () => {
    const readme = await readFile(join(ROOT, PUBLISHED, "README.md"), "utf8");
    const listings = [...readme.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```$/gms)];
    expect(listings.map(([, file]) => file)).toEqual(["app.ts", "lambda.ts", "main.ts"]);
    const folder = join(project, "readme");
    await mkdir(folder);
    await Promise.all(
      listings.map(([, file = "", code = ""]) => writeFile(join(folder, file), code)),
    );
    const { stdout, stderr } = await runCommand(process.execPath, ["main.ts"], { cwd: folder });
    expect(stderr).toBe("");
    expect(stdout).toBe("Hello, Ishmael, at attempt 1!\n");
  });

  it("sends to a worker, which drains and ends with 0", async () => {
    const { stdout, stderr } = await node("use-worker.ts", "worker.ts");
    expect(stderr).toBe("");
    expect(lastLine(stdout)).toEqual({ parcel: "parcel of o-1", code: 0 });
  });

  it("has a worker that is bundled as its image does it", async () => {
    const bundled = await node(
      "node_modules/celeriac/docker/bundle-worker.mjs",
      "worker.ts",
      "image",
    );
    expect(bundled).toMatchObject({ code: 0, stderr: "" });
    const { stdout } = await node("use-worker.ts", "image/worker.mjs");
    expect(lastLine(stdout)).toEqual({ parcel: "parcel of o-1", code: 0 });
  });

  it("is tested in memory", async () => {
    const { stdout, code } = await node("--test", "--test-reporter=tap", "in-memory.ts");
    expect(stdout).toContain("# pass 1");
    expect(code).toBe(0);
  });
});

describe("matchers", () => {
  it("are vitest's, once it is told of them", async () => {
    const vitest = "node_modules/vitest/vitest.mjs";
    const { stdout, code } = await node(vitest, "run", "--reporter=tap-flat");
    expect(stdout).toContain("ok 1 - matchers.spec.mjs > somebody is greeted");
    expect(code).toBe(0);
  });
});

describe("the installed command", () => {
  it("runs the whole app on this machine, and calls its tasks", async () => {
    const { stdout, stderr } = await node("development.mjs");
    expect(stderr).toBe("");
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([{ greeting: "Hello, Ishmael!" }, { code: 0 }]);
  });

  it("reckons what an app costs", async () => {
    const { stdout, stderr, code } = await celeriac("cost", "--app", "shop.ts", "--json");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(stdout)).length).toBeGreaterThan(0);
  });

  it("looks an app's deployment over, which is not there", async () => {
    const { stderr, code } = await celeriac("doctor", "--app", "shop.ts");
    expect(code).toBe(2);
    expect(stderr).toContain("CELERIAC_RESOURCES");
  });

  it("is found from a folder that a package manager links", async () => {
    const linked = join(project, "linked/node_modules/celeriac");
    await mkdir(dirname(linked), { recursive: true });
    await symlink(join(project, "node_modules/celeriac"), linked);
    const end = await node("linked/node_modules/celeriac/dist/cli.mjs", "--help");
    expect(end.stdout).toContain("Usage: celeriac");
  });
});
