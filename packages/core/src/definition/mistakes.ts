import { CeleriacError } from "../errors/celeriac-error.ts";

/** Gathers what is wrong with a definition, so that one error names all of it. */
export interface Mistakes {
  /** `where` names the task, queue or route, `what` says which value is wrong and what was expected. */
  add(where: string, what: string): void;
  /** How many were added so far. */
  count(): number;
  /**
   * @param subject names the definition as a whole, as in `app "shop"`.
   * @throws {CeleriacError} `invalid-definition` when anything was added; `details.mistakes` holds the lines.
   */
  throwIfAny(subject: string): void;
}

/** Starts an empty list of mistakes. */
export function createMistakes(): Mistakes {
  const lines: string[] = [];
  return {
    add(where, what) {
      lines.push(where === "" ? what : `${where}: ${what}`);
    },
    count: () => lines.length,
    throwIfAny(subject) {
      if (lines.length === 0) return;
      throw new CeleriacError("invalid-definition", message(subject, lines), {
        details: { subject, mistakes: [...lines] },
      });
    },
  };
}

function message(subject: string, lines: readonly string[]): string {
  if (lines.length === 1) return `${subject}: ${lines[0]}`;
  return [`${subject} has ${lines.length} mistakes:`, ...lines.map((line) => `  - ${line}`)].join(
    "\n",
  );
}
