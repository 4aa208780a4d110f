import { handle } from "celeriac";
import { measureChapter } from "../tasks.ts";
import { readability } from "../text/readability.ts";

export const handleMeasureChapter = handle(measureChapter, ({ chapter, text }) => ({
  chapter,
  ...readability(text),
}));
