import { expect, it } from "vitest";
import { countCalls } from "./calls/count-calls.ts";

it("a tracked task under load costs at most 0.35 calls of SQS, 0.2 of DynamoDB and two write units", async () => {
  const figures = await countCalls(2000);
  expect(figures["SQS calls/task"]).toBeLessThanOrEqual(0.35);
  expect(figures["DynamoDB calls/task"]).toBeLessThanOrEqual(0.2);
  expect(figures["write units/task"]).toBe(2);
});
