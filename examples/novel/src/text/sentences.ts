const SEGMENTER = new Intl.Segmenter("en", { granularity: "sentence" });

// The segmenter breaks after "Mr.", and hardly a sentence of this novel ends with a title.
const ENDS_WITH_TITLE = /(?:^|[^\p{L}])(?:Mr|Mrs|Dr|St|Capt|Rev|Esq)\.\s*$/u;

/** How many sentences a text has; a heading or a line of verse counts as one. */
export function countSentences(text: string): number {
  let count = 0;
  let open = false;
  for (const { segment } of SEGMENTER.segment(text)) {
    open ||= /\p{L}/u.test(segment);
    if (!open || ENDS_WITH_TITLE.test(segment)) continue;
    count += 1;
    open = false;
  }
  return open ? count + 1 : count;
}
