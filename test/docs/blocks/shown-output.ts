/** Whether a text reads as a page shows it: a line that is `…` stands for any lines, `…` within one for anything in it. */
export function reads(text: string, shown: string): boolean {
  return new RegExp(`^${patternOf(shown)}$`, "u").test(`${text.trimEnd()}\n`);
}

/** Where the text that a page shows ends in what was printed, whole lines of it; `undefined` while it is not all there. */
export function endOf(shown: string, printed: string): number | undefined {
  const match = new RegExp(`(?:^|\n)(${patternOf(shown)})`, "u").exec(printed);
  return match === null ? undefined : match.index + match[0].length;
}

function patternOf(shown: string): string {
  return shown.trimEnd().split("\n").map(linePattern).join("");
}

/** Blanks at a line's end count for nothing. */
function linePattern(line: string): string {
  if (line === "…") return "(?:.*\n)*?";
  return `${line.trimEnd().split("…").map(literally).join(".*")}[ \\t\\r]*\n`;
}

function literally(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&");
}
