import { describe, expect, it } from "vitest";
import { pruneDeclarations } from "./prune-declarations.ts";

describe("a declaration file", () => {
  it("loses imports of what it does not name", () => {
    const text = [
      'import { a as Unused, b as Used } from "./chunk.mjs";',
      'import { SQSClient } from "@aws-sdk/client-sqs";',
      'import "pino";',
      'import middy from "@middy/core";',
      'import * as zlib from "node:zlib";',
      "/** Made as an SQSClient is: see Unused. */",
      "export declare const thing: middy.Thing<Used>; // zlib",
      "",
    ].join("\n");
    expect(pruneDeclarations(text)).toBe(
      [
        'import { b as Used } from "./chunk.mjs";',
        'import middy from "@middy/core";',
        "/** Made as an SQSClient is: see Unused. */",
        "export declare const thing: middy.Thing<Used>; // zlib",
        "",
      ].join("\n"),
    );
  });

  it("keeps what it only passes on", () => {
    const text = 'import { t as Json } from "./json.mjs";\nexport { type Json };\n';
    expect(pruneDeclarations(text)).toBe(text);
  });
});
