import { handle } from "celeriac";
import { mergeChapters } from "../tasks.ts";
import { mergeConcordance } from "../text/merge-concordance.ts";

export const handleMergeChapters = handle(mergeChapters, ({ words, chapters }) => ({
  words: words.map((word) => mergeConcordance(word, chapters)),
}));
