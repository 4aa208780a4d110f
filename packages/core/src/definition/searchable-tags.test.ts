import { describe, expect, it } from "vitest";
import { defineApp } from "./define-app.ts";

const define = (searchableTags: unknown) =>
  defineApp({ name: "shop", tasks: [], searchableTags: searchableTags as readonly string[] });

describe("the tags by which an app's tasks are found", () => {
  it("are none by default, and each counts once", () => {
    expect(defineApp({ name: "shop", tasks: [] }).searchableTags).toEqual([]);
    expect(define(["customer", "order", "customer"]).searchableTags).toEqual(["customer", "order"]);
  });

  it.each([
    ["customer"],
    [["a=b"]],
    [[""]],
    [["n".repeat(129)]],
    [["\ud800"]],
    [[5]],
    [Array(9).fill("a")],
  ])("cannot be %j", (tags) => {
    expect(() => define(tags)).toThrow(
      'expected at most 8 names of tags, each of 1 to 128 characters without "="',
    );
  });
});
