import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchGlob } from "./match-glob.ts";
import { compareSpecificity, matching, mostSpecific } from "./specificity.ts";

/** What a glob means, by a regular expression: right, but not safe for patterns of anybody. */
function matchesByRegExp(pattern: string, name: string): boolean {
  const literals = pattern.split("*").map((text) => text.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literals.join("[^]*")}$`).test(name);
}

const few = fc.string({ unit: fc.constantFrom("a", "b", ".", "*"), maxLength: 12 });
const name = fc.string({ unit: fc.constantFrom("a", "b", "."), maxLength: 12 });

describe("matchGlob takes * for any run of characters, and nothing else for anything else", () => {
  it.each([
    ["video.*", "video.encode", true],
    ["video.*", "video.", true],
    ["video.*", "video", false],
    ["video.*", "audio.video.x", false],
    ["*", "", true],
    ["*", "a.b.c", true],
    ["", "", true],
    ["", "a", false],
    ["*.encode", "video.hd.encode", true],
    ["a*b*c", "abbcbc", true],
    ["a*b*c", "abbcb", false],
    ["**", "x", true],
    ["a.c", "abc", false],
    ["a?c", "abc", false],
    ["[ab]", "a", false],
    ["A", "a", false],
  ])("%j and %j: %j", (pattern, given, fits) => {
    expect(matchGlob(pattern, given)).toBe(fits);
  });

  it("means what the regular expression means", () => {
    fc.assert(
      fc.property(few, name, (pattern, given) => {
        expect(matchGlob(pattern, given)).toBe(matchesByRegExp(pattern, given));
      }),
      { numRuns: 2000 },
    );
  });

  it("answers at once where a backtracking match would not end", () => {
    expect(matchGlob(`${"a*".repeat(60)}b`, "a".repeat(128))).toBe(false);
  });
});

describe("The most specific pattern wins", () => {
  it("puts exact names first, then more literal characters, then fewer stars, then the alphabet", () => {
    const order = [
      "video.*.hd",
      "video.encode.hd",
      "*",
      "video.*",
      "*.hd",
      "video.**",
      "v*",
      "a*b*",
      "ab**",
      "x*",
      "b*",
    ];
    expect([...order].sort(compareSpecificity)).toEqual([
      "video.encode.hd",
      "video.*.hd",
      "video.*",
      "video.**",
      "*.hd",
      "a*b*",
      "ab**",
      "b*",
      "v*",
      "x*",
      "*",
    ]);
  });

  it("finds it among those that fit", () => {
    const patterns = ["*", "video.*", "video.encode", "*.encode"];
    expect(mostSpecific(patterns, "video.encode")).toBe("video.encode");
    expect(mostSpecific(patterns, "audio.encode")).toBe("*.encode");
    expect(mostSpecific(patterns, "mail")).toBe("*");
    expect(mostSpecific(["video.*"], "mail")).toBeUndefined();
    expect(matching(patterns, "video.probe")).toEqual(["video.*", "*"]);
  });

  it("does not depend on the order in which routes were written", () => {
    const patterns = fc.uniqueArray(few, { maxLength: 8 });
    const shuffled = patterns.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, name, ([list, other], given) => {
        expect(matching(other, given)).toEqual(matching(list, given));
        expect(mostSpecific(other, given)).toBe(matching(list, given)[0]);
      }),
    );
  });

  it("prefers an exact name to every glob that fits it", () => {
    fc.assert(
      fc.property(name, fc.array(few), (exact, patterns) => {
        expect(mostSpecific([...patterns, exact], exact)).toBe(exact);
      }),
    );
  });
});
