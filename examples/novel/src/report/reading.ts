import type { Thumbnail } from "../demo/make-thumbnails.ts";
import type { Chapter } from "../demo/novel.ts";
import type { Concordance, Measured } from "../demo/read-chapters.ts";
import type { TaskTally } from "../demo/tally.ts";
import type { Glossed } from "../demo/tell-dead-letter.ts";

/** Everything that the tasks found out. */
export interface Reading {
  readonly chapters: readonly Chapter[];
  readonly measured: readonly Measured[];
  readonly concordance: Concordance;
  readonly glossed: Glossed;
  readonly thumbnails: readonly Thumbnail[];
}

/** What it took. */
export interface Effort {
  readonly tally: TaskTally;
  /** From the first task sent until the last one ended. */
  readonly wallMs: number;
  /** The chapters' tasks, and how long they took together. */
  readonly chapterTasks: number;
  readonly chapterMs: number;
  /** AWS calls of the sending process, by service. */
  readonly calls: Readonly<Record<string, number>>;
}
