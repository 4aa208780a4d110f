/** Whether a text reads as a page shows it: `…` stands for anything within a line, blanks at a line's end for none. */
export function reads(text: string, shown: string): boolean {
  const is = linesOf(text);
  const patterns = linesOf(shown).map(
    (line) => new RegExp(`^${line.split("…").map(literally).join(".*")}$`, "u"),
  );
  return is.length === patterns.length && patterns.every((each, at) => each.test(is[at] ?? ""));
}

function linesOf(text: string): readonly string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => line.trimEnd());
}

function literally(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&");
}
