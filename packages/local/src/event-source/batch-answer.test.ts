import { describe, expect, it } from "vitest";
import { readBatchAnswer } from "./batch-answer.ts";

const IDS = new Set(["a", "b", "c"]);
const read = (answer: unknown) => readBatchAnswer(JSON.stringify(answer), IDS);

describe("an answer that reports no failure deletes the whole batch", () => {
  it.each([
    ["null", null],
    ["an empty object", {}],
    ["a null list", { batchItemFailures: null }],
    ["an empty list", { batchItemFailures: [] }],
  ])("%s", (_what, answer) => {
    expect(read(answer)).toEqual({ kind: "succeeded" });
  });

  it("no answer at all", () => {
    expect(readBatchAnswer("", IDS)).toEqual({ kind: "succeeded" });
  });
});

describe("an answer that cannot be understood leaves the whole batch", () => {
  it.each([
    ["an empty identifier", { batchItemFailures: [{ itemIdentifier: "" }] }],
    ["a null identifier", { batchItemFailures: [{ itemIdentifier: null }] }],
    ["an identifier that is no text", { batchItemFailures: [{ itemIdentifier: 7 }] }],
    ["a wrong key", { batchItemFailures: [{ messageId: "a" }] }],
    ["an item that is none", { batchItemFailures: ["a"] }],
    ["a list that is none", { batchItemFailures: "a" }],
    [
      "an unknown message beside a known one",
      {
        batchItemFailures: [{ itemIdentifier: "a" }, { itemIdentifier: "x" }],
      },
    ],
  ])("%s", (_what, answer) => {
    expect(read(answer)).toMatchObject({ kind: "failed" });
  });

  it("text that is not JSON", () => {
    expect(readBatchAnswer("{", IDS)).toMatchObject({ kind: "failed" });
  });
});

describe("an answer that names failures leaves just these", () => {
  it("each once, however often it is named", () => {
    const answer = {
      batchItemFailures: ["b", "c", "b"].map((itemIdentifier) => ({ itemIdentifier })),
    };
    expect(read(answer)).toEqual({ kind: "partly-failed", failedIds: new Set(["b", "c"]) });
  });
});
