import type { CommandPorts } from "./command-ports.ts";

/** One line on the terminal that says how far a command is. */
export interface ProgressLine {
  /** Draws it in the place of the former one; too soon after it, not at all. */
  readonly show: (text: string) => void;
  /** Wipes it: what is printed next begins where it stood. */
  readonly clear: () => void;
}

const EVERY_MS = 100;
/** To the line's start, and wipe it (ECMA-48: CR, EL 2). */
const WIPE = "\r\u001b[2K";

/** Makes a line of progress on `stderr`; where that is no terminal, nothing is drawn. */
export function createProgressLine(
  ports: Pick<CommandPorts, "stderr" | "progressColumns" | "clock">,
): ProgressLine {
  const { stderr, progressColumns: columns, clock } = ports;
  if (columns === undefined) return { show: () => undefined, clear: () => undefined };
  let shownAt = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  return {
    show(text) {
      const now = clock.monotonic();
      if (now - shownAt < EVERY_MS) return;
      shownAt = now;
      isDrawn = true;
      // The last column is left free: a terminal would go on to the next line.
      stderr(`${WIPE}${text.slice(0, columns - 1)}`);
    },
    clear() {
      if (isDrawn) stderr(WIPE);
      isDrawn = false;
    },
  };
}
