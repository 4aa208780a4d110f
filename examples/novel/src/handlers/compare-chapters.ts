import { setImmediate } from "node:timers/promises";
import { handle } from "celeriac";
import { compareChapters } from "../tasks.ts";
import { commonPassage } from "../text/common-passage.ts";
import { wordForm, wordsOf } from "../text/words.ts";

export const handleCompareChapters = handle(compareChapters, async ({ chapters }, ctx) => {
  const texts = chapters.map(({ chapter, text }) => ({
    chapter,
    words: wordsOf(text).map((word) => wordForm(word.text)),
  }));
  const pairs = texts.flatMap((first, index) =>
    texts.slice(index + 1).map((second) => ({ first, second })),
  );
  let longest: { between: string[]; words: readonly string[] } = { between: [], words: [] };
  for (const [compared, { first, second }] of pairs.entries()) {
    // Lets the other tasks of this worker run, and hears of a revoke.
    await setImmediate();
    ctx.signal.throwIfAborted();
    ctx.progress({ compared, of: pairs.length });
    const { end, length } = commonPassage(first.words, second.words);
    if (length <= longest.words.length) continue;
    const between = [first.chapter, second.chapter];
    longest = { between, words: first.words.slice(end - length, end) };
  }
  return { between: longest.between, passage: longest.words.join(" ") };
});
