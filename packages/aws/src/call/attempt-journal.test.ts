import { describe, expect, it } from "vitest";
import { type AttemptJournal, journalAttempt } from "./attempt-journal.ts";

type Fate = number | "ECONNREFUSED" | "ECONNRESET";

async function uncertainAfter(fates: readonly Fate[]): Promise<boolean> {
  const journal: AttemptJournal = { name: "sqs:SendMessageBatch", uncertain: false };
  for (const fate of fates) {
    await journalAttempt(journal, async () => {
      expect(journal.uncertain, "while it is under way").toBe(true);
      if (typeof fate === "number") return { response: { statusCode: fate } };
      throw Object.assign(new Error(fate), { code: fate });
    }).catch(() => undefined);
  }
  return journal.uncertain;
}

describe("a call that failed may have been carried out", () => {
  it.each<[readonly Fate[], boolean]>([
    [[], false],
    [["ECONNREFUSED"], false],
    [[400], false],
    [[403, "ECONNREFUSED"], false],
    [["ECONNRESET"], true],
    [[500], true],
    [[200], true],
    [["ECONNRESET", "ECONNREFUSED"], true],
    [[500, 400], true],
    [["ECONNREFUSED", 503, "ECONNREFUSED"], true],
  ])("after %j: %s", async (fates, uncertain) => {
    expect(await uncertainAfter(fates)).toBe(uncertain);
  });
});
