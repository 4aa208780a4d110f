import { describe, expect, it } from "vitest";
import { parseAtExpression } from "./at-expression.ts";

describe("an at() expression means one instant", () => {
  it.each([
    ["at(2026-11-21T12:30:00)", "UTC", "2026-11-21T12:30:00Z"],
    ["at(2026-11-21T12:30:00)", "America/New_York", "2026-11-21T17:30:00Z"],
    ["at(2026-07-01T12:30:00)", "America/New_York", "2026-07-01T16:30:00Z"],
    ["at(2026-03-29T03:00:00)", "Europe/Berlin", "2026-03-29T01:00:00Z"],
  ])("%s in %s is %s", (expression, zone, instant) => {
    expect(parseAtExpression(expression, zone)).toBe(Date.parse(instant));
  });

  it.each([
    ["at(2026-11-21T12:30)", "UTC", "Invalid Schedule Expression"],
    ["at(2026-02-30T12:30:00)", "UTC", "Invalid Schedule Expression"],
    ["at(2026-11-21T12:30:00Z)", "UTC", "Invalid Schedule Expression"],
    ["at(2026-11-21T12:30:00)", "Mars/Base", "Invalid Schedule Expression Timezone Mars/Base"],
  ])("refuses %s in %s", (expression, zone, message) => {
    expect(() => parseAtExpression(expression, zone)).toThrow(message);
  });
});
