/** What `--json` prints: one value in one line, that says nothing to a terminal. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value).replaceAll(CONTROLS, escaped)}\n`;
}

/** JSON leaves them as they are; ECMA-48's C1 among them begin a terminal's commands. */
const CONTROLS = /[\u007f-\u009f]/g;

function escaped(control: string): string {
  return `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
