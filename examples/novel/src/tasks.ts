import { defineTask } from "celeriac";
import { z } from "zod";

/** The contract between whoever sends these tasks and the hosts that run them. No handler is loaded from here. */

/** Bytes travel as base64; whoever receives them gets a Buffer. */
const bytes = z.base64().transform((text) => Buffer.from(text, "base64"));

const chapter = z.object({ chapter: z.string().min(1), text: z.string() });

const entry = z.object({
  word: z.string(),
  offset: z.int().nonnegative(),
  before: z.string(),
  match: z.string(),
  after: z.string(),
});

/** How long a chapter is, how hard to read, and what it speaks of. */
export const measureChapter = defineTask({
  name: "chapter.measure",
  input: chapter,
  output: z.object({
    chapter: z.string(),
    words: z.int(),
    sentences: z.int(),
    syllables: z.int(),
    readingEase: z.number(),
    gradeLevel: z.number(),
    topWords: z.array(z.object({ word: z.string(), count: z.int() })).readonly(),
  }),
});

/** Where some words stand in a chapter, and between what. */
export const indexChapter = defineTask({
  name: "chapter.index",
  input: chapter.extend({ words: z.array(z.string()).nonempty() }),
  output: z.object({ chapter: z.string(), entries: z.array(entry).readonly() }),
});

/** What a chapter's terms of the trade mean, by a glossary that a library keeps. */
export const glossChapter = defineTask({
  name: "chapter.gloss",
  input: chapter.extend({ glossary: z.url() }),
  output: z.object({
    chapter: z.string(),
    glosses: z
      .array(z.object({ word: z.string(), meaning: z.string(), count: z.int() }))
      .readonly(),
  }),
});

/** Tells a library of this edition of the novel. */
export const registerEdition = defineTask({
  name: "library.register",
  input: z.object({ library: z.url(), title: z.string(), chapters: z.int() }),
  output: z.object({ shelfmark: z.string() }),
  retry: { maxRetries: 4, backoff: "1s", jitter: "none" },
});

/** The concordance of the novel, out of those of its chapters. */
export const mergeChapters = defineTask({
  name: "novel.concordance",
  input: z.object({
    words: z.array(z.string()).nonempty(),
    chapters: z
      .array(z.object({ chapter: z.string(), entries: z.array(entry).readonly() }))
      .readonly(),
  }),
  output: z.object({
    words: z.array(
      z.object({
        word: z.string(),
        count: z.int(),
        chapters: z.int(),
        densest: z.object({ chapter: z.string(), count: z.int() }).optional(),
        places: z.array(entry.omit({ word: true }).extend({ chapter: z.string() })).readonly(),
      }),
    ),
  }),
});

/** The longest passage that two chapters share, whichever two: some minutes of work. */
export const compareChapters = defineTask({
  name: "novel.compare",
  input: z.object({ chapters: z.array(chapter).readonly() }),
  output: z.object({ between: z.array(z.string()), passage: z.string() }),
  timeLimit: "15m",
});

/** A photograph, made smaller. */
export const makeThumbnail = defineTask({
  name: "photo.thumbnail",
  input: z.object({ photo: z.string(), width: z.int().min(16).max(4096), image: bytes }),
  output: z.object({
    photo: z.string(),
    width: z.int(),
    height: z.int(),
    image: bytes,
  }),
});
