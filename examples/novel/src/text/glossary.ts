import { wordForm, wordsOf } from "./words.ts";

/** What words mean, by word. */
export type Glossary = Readonly<Record<string, string>>;

/** A word of a glossary that a text uses. */
export interface Gloss {
  readonly word: string;
  readonly meaning: string;
  readonly count: number;
}

/** The words of a glossary that a text uses, in the glossary's order; a plural counts as its singular. */
export function glossesOf(text: string, glossary: Glossary): Gloss[] {
  const forms = wordsOf(text).map((word) => wordForm(word.text));
  return Object.entries(glossary)
    .map(([word, meaning]) => {
      const form = wordForm(word);
      const count = forms.filter((used) => used === form || used === `${form}s`).length;
      return { word, meaning, count };
    })
    .filter((gloss) => gloss.count > 0);
}
