import { describe, expect, it } from "vitest";
import { didYouMean } from "./did-you-mean.ts";

const OPTIONS = ["timeLimit", "softTimeLimit", "queue", "retry"];

describe("didYouMean suggests what was most likely meant", () => {
  it.each([
    ["timeLimt", "timeLimit"],
    ["timelimit", "timeLimit"],
    ["softTimelimits", "softTimeLimit"],
    ["queeu", "queue"],
    ["rerty", "retry"],
    ["qeue", "queue"],
  ])("%s: %s", (word, meant) => {
    expect(didYouMean(word, OPTIONS)).toBe(`; did you mean "${meant}"?`);
  });

  it.each(["", "x", "concurrency", "limit"])(
    "suggests nothing for %j, which is like no option",
    (word) => {
      expect(didYouMean(word, OPTIONS)).toBe("");
    },
  );

  it("does not look into a text that is far longer than any candidate", () => {
    let looks = 0;
    const counting = new Proxy(Object("timeLimit"), {
      get: (text: object, key) => {
        if (key === "toLowerCase") return () => counting;
        looks += 1;
        return Reflect.get(text, key);
      },
    });
    expect(didYouMean("x".repeat(1_000_000), [counting])).toBe("");
    expect(looks).toBe(1);
  });

  it("suggests nothing where there is nothing", () => {
    expect(didYouMean("queue", [])).toBe("");
  });
});
