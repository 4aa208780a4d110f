import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type App, CeleriacError, defineApp } from "@celeriac/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadApp } from "./load-app.ts";

const shop = defineApp({ name: "shop", tasks: [] });
const mill = defineApp({ name: "mill", tasks: [] });

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "celeriac-load-"));
});
afterEach(() => rm(directory, { recursive: true }));

/** Puts a file there; what it exports is said by `loading`. */
async function put(name: string, text = ""): Promise<void> {
  await mkdir(dirname(join(directory, name)), { recursive: true });
  await writeFile(join(directory, name), text);
}

/** Loads with modules that export what is said, by their path in the directory. */
async function loading(
  option: string | undefined,
  modules: Readonly<Record<string, object>>,
): Promise<App> {
  const importModule = (url: string): Promise<unknown> => {
    const name = Object.keys(modules).find((each) => url.endsWith(`/${each}`));
    return Promise.resolve(name === undefined ? {} : modules[name]);
  };
  return await loadApp(option, { directory, importModule });
}

async function refusal(option: string | undefined, modules = {}): Promise<string> {
  const error: unknown = await loading(option, modules).catch((reason: unknown) => reason);
  if (!CeleriacError.is(error, "invalid-options")) throw new Error(`no refusal: ${String(error)}`);
  return error.message;
}

describe("the app of a command", () => {
  it("is the one that --app names", async () => {
    await put("lib/shop.ts");
    await put("src/app.ts");
    const modules = { "lib/shop.ts": { shop }, "src/app.ts": { mill } };
    expect(await loading("lib/shop.ts", modules)).toBe(shop);
  });

  it("is the one that package.json names, before the usual places", async () => {
    await put("package.json", JSON.stringify({ celeriac: { app: "./lib/shop.ts" } }));
    await put("lib/shop.ts");
    await put("src/app.ts");
    const modules = { "lib/shop.ts": { shop }, "src/app.ts": { mill } };
    expect(await loading(undefined, modules)).toBe(shop);
  });

  it.each(["src/app.ts", "app.ts", "src/app.js", "app.mjs"])("is found in %s", async (place) => {
    await put("package.json", "{}");
    await put(place);
    expect(await loading(undefined, { [place]: { default: shop, other: 1 } })).toBe(shop);
  });

  it("may be exported under two names", async () => {
    await put("app.ts");
    expect(await loading(undefined, { "app.ts": { app: shop, default: shop } })).toBe(shop);
  });

  it("may be chosen among several by its export", async () => {
    await put("app.ts");
    expect(await loading("app.ts#mill", { "app.ts": { shop, mill } })).toBe(mill);
  });
});

describe("an app that is not found", () => {
  it("says where it was looked for, and what to write", async () => {
    expect(await refusal(undefined)).toMatch(
      /there is no app in .*looked for src\/app\.ts, app\.ts,.*--app <module>.*package\.json/,
    );
  });

  it("names the file that --app names in vain", async () => {
    expect(await refusal("lib/none.ts")).toMatch(/^--app is "lib\/none\.ts": there is no file \//);
    expect(await refusal("#app")).toMatch(/^--app is "#app"/);
  });

  it("names package.json where that names it in vain, or wrongly", async () => {
    await put("package.json", JSON.stringify({ celeriac: { app: "none.ts" } }));
    expect(await refusal(undefined)).toMatch(/in package\.json is "none\.ts": there is no file/);
    await put("package.json", JSON.stringify({ celeriac: { app: 7 } }));
    expect(await refusal(undefined)).toMatch(/is 7: expected a module's path/);
    await put("package.json", "{");
    expect(await refusal(undefined)).toMatch(/package\.json cannot be read: .*JSON/);
  });

  it("says what a module exports instead", async () => {
    await put("app.ts");
    expect(await refusal(undefined, { "app.ts": { task: 1 } })).toMatch(/app\.ts exports no app/);
    const several = { "app.ts": { shop, mill } };
    expect(await refusal(undefined, several)).toMatch(/several apps, shop, mill.*app\.ts#shop/);
    expect(await refusal("app.ts#mil", several)).toMatch(
      /called "mil": expected .*shop, mill; did you mean "mill"\?/,
    );
    expect(await refusal("app.ts#mil", {})).toMatch(/one of its apps, none/);
  });
});

describe("a module that cannot be loaded", () => {
  const failing = (error: unknown) =>
    loadApp("app.ts", { directory, importModule: () => Promise.reject(error) });

  it.each([
    ["ERR_UNKNOWN_FILE_EXTENSION", "run Node 22.18, 24 or newer"],
    ["ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX", "erasableSyntaxOnly"],
    ["ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING", "inside node_modules"],
    ["ERR_MODULE_NOT_FOUND", "with their extension"],
    ["ERR_ELSE", "mend the module"],
  ])("says what to do about %s", async (code, advice) => {
    await put("app.ts");
    const error = Object.assign(new Error("as Node says it."), { code });
    await expect(failing(error)).rejects.toMatchObject({
      code: "invalid-options",
      message: expect.stringMatching(/app\.ts cannot be loaded: Error: as Node says it; /),
    });
    await expect(failing(error)).rejects.toThrow(advice);
  });

  it("may throw anything", async () => {
    await put("app.ts");
    await expect(failing("no reason")).rejects.toThrow('cannot be loaded: "no reason"; mend');
  });

  it("lets the app's own mistakes through as they are", async () => {
    await put("app.ts");
    const mistake = new CeleriacError("invalid-definition", 'app "shop": two mistakes');
    await expect(failing(mistake)).rejects.toBe(mistake);
  });
});
