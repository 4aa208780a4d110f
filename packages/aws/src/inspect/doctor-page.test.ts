import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { READ_ACTIONS } from "./read-action.ts";

const page = readFileSync(new URL("../../../../docs/doctor.md", import.meta.url), "utf8");

describe("docs/doctor.md", () => {
  it("lists the actions that IAM must allow: those, and no other", () => {
    const rows = [...page.matchAll(/^\| `([a-z0-9]+:[A-Za-z]+)` \|/gm)].map(([, action]) => action);
    expect(rows).toEqual([...READ_ACTIONS]);
  });
});
