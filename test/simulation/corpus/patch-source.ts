import type { Edit } from "./variant.ts";

/**
 * A file's text with its edits made.
 * @throws {Error} when an edit's text does not stand there exactly once: the code has moved on, the variant has not.
 */
export function patchSource(source: string, edits: readonly Edit[]): string {
  return edits.reduce((text, { file, find, replace }) => {
    const count = text.split(find).length - 1;
    if (count !== 1) {
      throw new Error(
        `${file} has the text ${JSON.stringify(find)} ${count} times: expected it once; write this edit anew for the code as it is`,
      );
    }
    return text.replace(find, () => replace);
  }, source);
}
