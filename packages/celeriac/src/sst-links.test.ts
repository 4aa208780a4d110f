import { execFileSync } from "node:child_process";
import { createCipheriv, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSstLinks } from "./sst-links.ts";

const KEY = randomBytes(32);

/** As SST's `Runtime.Build` writes it. */
function seal(links: unknown, key: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(12));
  return Buffer.concat([cipher.update(JSON.stringify(links)), cipher.final(), cipher.getAuthTag()]);
}

let folder: string;
let sealed: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "celeriac-links-"));
  sealed = join(folder, "resource.enc");
  writeFileSync(sealed, seal({ Tasks: { from: "file", text: "é" }, Photos: { a: 1 } }, KEY));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What `sst/resource` itself reads there. */
function readBySst(environment: Readonly<Record<string, string>>, wrapped?: unknown): unknown {
  const source = `
    globalThis.SST_KEY_FILE_DATA = ${JSON.stringify(wrapped)};
    const { Resource } = await import(${JSON.stringify(import.meta.resolve("sst/resource"))});
    console.log(JSON.stringify({ ...Resource }));
  `;
  const options = { env: environment, cwd: folder, encoding: "utf8" } as const;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", source], options);
  return JSON.parse(printed);
}

const key = { SST_KEY: KEY.toString("base64") };
const app = { SST_RESOURCE_App: '{"name":"site","stage":"dev"}' };
const tasks = { SST_RESOURCE_Tasks: '{"from":"variable"}' };
const all = { SST_RESOURCES_JSON: '{"Tasks":{"from":"json"},"Other":{"a":2}}' };

describe("SST's links are read as sst/resource reads them", () => {
  it.each<[string, () => Record<string, string>, unknown?]>([
    ["a variable for each", () => ({ ...app, ...tasks, SST_RESOURCE_Empty: "", SST_OTHER: "1" })],
    ["one JSON for all, over the variables", () => ({ ...app, ...tasks, ...all })],
    [
      "the encrypted file, over both",
      () => ({ ...app, ...tasks, ...all, ...key, SST_KEY_FILE: sealed }),
    ],
    [
      "what a site's wrapper has decrypted, and then no file",
      () => ({ ...app, ...tasks, ...key, SST_KEY_FILE: "missing.enc" }),
      { Tasks: { from: "wrapper" } },
    ],
    ["a file without a key", () => ({ ...app, SST_KEY_FILE: "missing.enc" })],
    ["a key without a file", () => ({ ...app, ...key })],
  ])("%s", (_, environmentOf, wrapped) => {
    const environment = environmentOf();
    const links = Object.fromEntries(readSstLinks(environment, wrapped));
    expect(links).toEqual(readBySst(environment, wrapped));
    expect(links).not.toEqual({});
  });

  it("passes over a variable that is no JSON: it may be nobody's link", () => {
    const links = readSstLinks({ ...tasks, SST_RESOURCE_Broken: "{", SST_RESOURCES_JSON: "[" });
    expect([...links.keys()]).toEqual(["Tasks"]);
  });

  it("a name of the object prototype is a name", () => {
    const links = readSstLinks({ SST_RESOURCES_JSON: '{"__proto__":{"kind":"x"},"toString":{}}' });
    expect([...links.keys()]).toEqual(["__proto__", "toString"]);
  });
});

describe("an encrypted file that cannot be opened is an error that shows nothing of the key", () => {
  const read = (environment: Record<string, string>): string => {
    try {
      readSstLinks(environment);
    } catch (error) {
      return String(error);
    }
    throw new Error("nothing was refused");
  };

  it.each<[string, (file: string) => void, Buffer, RegExp]>([
    ["of another key", () => undefined, randomBytes(32), /unable to authenticate/],
    ["with a key that is none", () => undefined, Buffer.from("short"), /Invalid key length/],
    ["that was changed", (file) => writeFileSync(file, seal({}, KEY).fill(0, 0, 1)), KEY, /auth/],
    ["that is empty", (file) => writeFileSync(file, ""), KEY, /authentication tag/],
    ["that is missing", (file) => rmSync(file), KEY, /ENOENT/],
  ])("%s", (_, spoil, secret, expected) => {
    const file = join(folder, "spoilt.enc");
    writeFileSync(file, seal({ Tasks: {} }, KEY));
    spoil(file);
    const text = secret.toString("base64");
    const message = read({ SST_KEY: text, SST_KEY_FILE: file });
    expect(message).toMatch(
      /SST's encrypted links \(SST_KEY_FILE: .*spoilt\.enc"\) cannot be read with SST_KEY: /,
    );
    expect(message).toMatch(expected);
    expect(message).not.toContain(text);
  });
});
