import { DEAD_LETTER_REASON_ATTRIBUTE } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { letterReason } from "./letter-reason.ts";

describe("why a message lies in a dead-letter queue", () => {
  it("is what a host wrote", () => {
    expect(letterReason({ [DEAD_LETTER_REASON_ATTRIBUTE]: "worker-lost" })).toBe("worker-lost");
  });

  it.each(["", "toString", "__proto__", "Worker-Lost", "x".repeat(9999), "<script>"])(
    "is the receive limit where no host wrote it: %j",
    (text) => {
      expect(letterReason({ [DEAD_LETTER_REASON_ATTRIBUTE]: text })).toBe("receive-limit");
    },
  );

  it("is the receive limit where nothing is written", () => {
    expect([letterReason(undefined), letterReason({})]).toEqual(["receive-limit", "receive-limit"]);
  });
});
