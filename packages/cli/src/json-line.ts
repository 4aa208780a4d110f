/** What `--json` prints: one value in one line. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
