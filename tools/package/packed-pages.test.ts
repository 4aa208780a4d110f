import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packedPage } from "./packed-pages.ts";
import { ROOT } from "./repository.ts";

const page = (text: string): string => packedPage(text, "docs/costs.md", join(ROOT));

describe("a page in the package", () => {
  it("keeps its links to what is there, to places in itself and to the web", () => {
    const text = "[a](costs.md#x) [b](#c) [d](https://sst.dev) [e](../LICENSE)";
    expect(page(text)).toBe(text);
  });

  it("says without a link what is only in the repository", () => {
    expect(page("see [the test](../nowhere/x.test.ts), [up](../../x.md)")).toBe("see the test, up");
  });
});
