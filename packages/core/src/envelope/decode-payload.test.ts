import { describe, expect, it } from "vitest";
import { MAX_PAYLOAD_BYTES } from "../limits.ts";
import { decodePayload } from "./decode-payload.ts";

describe("decodePayload reads what clients and hosts store", () => {
  it.each([null, 0, "text", [], { a: { constructor: 1, prototype: 2 } }, { "": 1 }])(
    "%j",
    (value) => {
      expect(decodePayload(JSON.stringify(value))).toEqual({ ok: true, value });
    },
  );

  it("takes more keys and longer ones than a message", () => {
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`k${index}`, 0]));
    expect(decodePayload(JSON.stringify(many)).ok).toBe(true);
    expect(decodePayload(JSON.stringify({ ["k".repeat(2000)]: 1 })).ok).toBe(true);
  });
});

describe("decodePayload refuses the rest, and never quotes it", () => {
  it.each([
    ["", "is not JSON"],
    ["hunter2", "is not JSON"],
    ['{"a":{"__proto__":1}}', 'has the key "__proto__"'],
    ['{"constructor":{"prototype":1}}', 'has the key "constructor.prototype"'],
    ["1e400", "has a number beyond 1.8e308"],
    ['{"a":[-1e400]}', "has a number beyond 1.8e308"],
    ["[".repeat(65), "nests deeper than 64"],
    ["[".repeat(5_000_000), "nests deeper than 64"],
    [`"${"x".repeat(MAX_PAYLOAD_BYTES - 1)}"`, "is longer than 32 MiB"],
    [`"${"€".repeat(Math.ceil(MAX_PAYLOAD_BYTES / 3))}"`, "is longer than 32 MiB"],
  ])("%#", (text, fault) => {
    expect(decodePayload(text)).toEqual({ ok: false, fault });
  });
});
