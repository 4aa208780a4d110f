/** What a generated page begins with: its tables need the width that a page's outline would take. */
export const GENERATED: string = `---
aside: false
---

<!-- Made of the source by \`npm run docs:generate\`. -->`;

/** A table; a bar within a cell does not end it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}
