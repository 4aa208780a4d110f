import { handle } from "celeriac";
import { indexChapter } from "../tasks.ts";
import { concordanceEntries } from "../text/concordance-entries.ts";

export const handleIndexChapter = handle(indexChapter, ({ chapter, text, words }) => ({
  chapter,
  entries: concordanceEntries(text, words),
}));
