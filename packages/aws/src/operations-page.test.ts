import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { taskKey } from "./dynamodb/task-item.ts";
import { scheduleName } from "./scheduler/schedule-name.ts";

const page = readFileSync(new URL("../../../docs/operations.md", import.meta.url), "utf8");

describe("docs/operations.md finds things where the adapters put them", () => {
  it("a task's record", () => {
    expect(page).toContain(`--key '${JSON.stringify(taskKey("<task id>"))}'`);
  });

  it("a task's schedule", () => {
    expect(page).toContain('NAME="t-$(printf %s "$TASK_ID" | sha256sum | cut -c1-62)"');
    const digest = createHash("sha256").update("task:1").digest("hex");
    expect(scheduleName("task:1")).toBe(`t-${digest.slice(0, 62)}`);
  });
});
