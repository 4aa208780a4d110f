import { handle, RejectError } from "celeriac";
import { z } from "zod";
import { glossChapter } from "../tasks.ts";
import { glossesOf } from "../text/glossary.ts";

const glossarySchema = z.record(z.string(), z.string());

export const handleGlossChapter = handle(glossChapter, async ({ chapter, text, glossary }, ctx) => {
  const answer = await fetch(glossary, { signal: ctx.signal });
  if (answer.status === 404) {
    // Trying again does not publish it: straight to the dead-letter queue, where someone sees why.
    throw new RejectError(`there is no glossary at ${glossary}: publish it, then redrive`);
  }
  if (!answer.ok) throw new Error(`${glossary} answered ${answer.status}`);
  const words = glossarySchema.parse(await answer.json());
  return { chapter, glosses: glossesOf(text, words) };
});
