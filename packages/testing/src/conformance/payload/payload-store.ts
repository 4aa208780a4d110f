import type { PayloadStore } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { everyCharacter, everyKindOfText } from "../every-text.ts";
import { SUITE_TIMEOUT_MS, underTest } from "../under-test.ts";

/** A payload store to be tested. */
export interface PayloadsUnderTest {
  readonly payloads: PayloadStore;
  readonly close: () => Promise<void>;
}

/** Tests that a payload store keeps any text under any key that the port promises to take. Call it where tests are collected. */
export function testPayloadStoreConformance(
  name: string,
  setup: () => Promise<PayloadsUnderTest>,
): void {
  describe(`${name}: payload store`, { timeout: SUITE_TIMEOUT_MS }, () => {
    const port = underTest(setup);
    textsAreKept(() => port().payloads);
    keysKeepApart(() => port().payloads);
  });
}

function textsAreKept(payloads: () => PayloadStore): void {
  describe("a text is kept as it was put", () => {
    const texts: [string, string][] = [
      ["nothing in it", ""],
      ["JSON in it", '{"a":[1,null,"\\u0000"]}'],
      ["every kind of character", everyKindOfText()],
      ["line ends of all kinds", "a\r\nb\nc\rd\u2028e"],
      ["5 MB in it", everyCharacter(0x4e00, 0x9fff).repeat(80)],
    ];
    it.each(texts)("with %s", async (what, text) => {
      const key = `kept/${texts.findIndex(([name]) => name === what)}`;
      await payloads().put(key, text);
      expect((await payloads().get(key)) === text, "the text is the same").toBe(true);
    });

    it("is replaced by what is put there later", async () => {
      await payloads().put("replaced", "first");
      await payloads().put("replaced", "second, and longer");
      expect(await payloads().get("replaced")).toBe("second, and longer");
    });

    it("is not there before it was put, nor after it was deleted", async () => {
      expect(await payloads().get("deleted")).toBeUndefined();
      await payloads().put("deleted", "for a while");
      await payloads().delete("deleted");
      expect(await payloads().get("deleted")).toBeUndefined();
    });

    it("may be deleted where nothing is", async () => {
      await expect(payloads().delete("never/put")).resolves.toBeUndefined();
    });
  });
}

function keysKeepApart(payloads: () => PayloadStore): void {
  describe("every key is a place of its own", () => {
    it.each(["A-Z_a-z.0:9/inputs", "a/b", "a/b.c", "..b/...c", "UPPER", "upper", "k".repeat(512)])(
      "%s",
      async (key) => {
        await payloads().put(key, `text of ${key}`);
        await payloads().put(`${key.slice(0, 500)}x`, "a neighbour");
        expect(await payloads().get(key)).toBe(`text of ${key}`);
      },
    );

    it("takes 40 at once, each with its own text", async () => {
      const keys = Array.from({ length: 40 }, (_, index) => `at-once/${index}`);
      await Promise.all(keys.map((key) => payloads().put(key, key.repeat(1000))));
      const texts = await Promise.all(keys.map((key) => payloads().get(key)));
      expect(texts).toEqual(keys.map((key) => key.repeat(1000)));
    });
  });
}
