import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { waitRows } from "./retry-waits.ts";

const PAGE = new URL("../../docs/retries-and-dead-letters.md", import.meta.url);

it("the page of retries shows the waits that the hosts' own function works out", () => {
  const table = /<!-- retries: waits -->\n\n.*\n\|[-|]*\|\n([\s\S]*?)\n<!-- end -->/.exec(
    readFileSync(PAGE, "utf8"),
  );
  expect(table?.[1]).toBe(waitRows());
});
