import { describe, expect, it } from "vitest";
import { addCounts, countStage, noCounts, parseCounts } from "./counts.ts";

describe("the closing line of a test run", () => {
  it("is read as three numbers", () => {
    expect(parseCounts("12 passed, 3 failed, 4 skipped")).toEqual({
      passed: 12,
      failed: 3,
      skipped: 4,
    });
  });

  it("is not found in the middle of other text", () => {
    expect(parseCounts("FAIL prints 1 passed, 0 failed, 0 skipped")).toBeUndefined();
  });

  it("adds up over stages", () => {
    const one = { passed: 1, failed: 2, skipped: 3 };
    expect(addCounts(one, one)).toEqual({ passed: 2, failed: 4, skipped: 6 });
  });
});

describe("a stage", () => {
  it("that exits badly without a count is one failure", () => {
    expect(countStage(undefined, false)).toEqual({ ...noCounts, failed: 1 });
  });

  it("that exits badly after counting no failure is one failure", () => {
    expect(countStage({ passed: 5, failed: 0, skipped: 0 }, false).failed).toBe(1);
  });

  it("that counted its failures is not counted twice", () => {
    expect(countStage({ passed: 5, failed: 2, skipped: 0 }, false).failed).toBe(2);
  });

  it("that passed without tests adds nothing", () => {
    expect(countStage(undefined, true)).toEqual(noCounts);
  });
});
