import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CHECK_LIST } from "./check-list.ts";

const page = readFileSync(new URL("../../../../docs/doctor.md", import.meta.url), "utf8");

describe("docs/doctor.md", () => {
  it("has every check, in order, in the check's own words", () => {
    const rows = [...page.matchAll(/^\| `[a-z]+-[a-z-]+` \|.*$/gm)].map(([row]) => row);
    expect(rows).toEqual(
      CHECK_LIST.map(
        ({ id, severity, title, why }) => `| \`${id}\` | ${severity} | ${title} | ${why} |`,
      ),
    );
  });
});
