import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { documentedExtension } from "./fixture/documented-extension.ts";
import { type Finding, installHadolint, lintDockerfile } from "./fixture/hadolint.ts";
import { DOCKERFILE } from "./fixture/workshop.ts";

const own = readFileSync(DOCKERFILE, "utf8");
let lint: (text: string) => Promise<readonly Finding[]>;

beforeAll(async () => {
  const hadolint = await installHadolint();
  lint = (text) => lintDockerfile(hadolint, text);
});

describe("the worker's Dockerfile breaks no rule of hadolint's", () => {
  it("as it is", async () => {
    expect(await lint(own)).toEqual([]);
  });

  it.each(["COPY templates", "apt-get install"])("extended as documented: %s", async (block) => {
    expect(await lint(documentedExtension(own, block))).toEqual([]);
  });

  it.each<[rule: string, from: string | RegExp, to: string]>([
    ["DL3006", /FROM .* AS worker/, "FROM node AS worker"],
    ["DL3025", 'CMD ["node", "worker.mjs"]', "CMD node worker.mjs"],
    ["DL3002", "USER 1000:1000", "USER root"],
    ["DL3000", "WORKDIR /app\n# Root", "WORKDIR app\n# Root"],
    ["DL4000", /$/, "MAINTAINER nobody\n"],
    ["SC2086", /"\S*" \/out/, "$1 /out"],
  ])("and would break %s, if it did", async (rule, from, to) => {
    expect(own.replace(from, to)).not.toBe(own);
    const codes = (await lint(own.replace(from, to))).map(({ code }) => code);
    expect(codes).toContain(rule);
  });
});

describe("the ignore file beside it", () => {
  it("has the line that SST would otherwise write into the installed package", () => {
    expect(readFileSync(`${DOCKERFILE}.dockerignore`, "utf8").split("\n")).toContain(".sst");
  });
});
