/** What the demo said would happen, and whether it did. */
export interface Checks {
  /** Notes whether something is as said; `statement` is what should be true, `found` what is. */
  that(held: boolean, statement: string, found?: unknown): void;
  readonly all: readonly Check[];
}

export interface Check {
  readonly held: boolean;
  readonly statement: string;
}

export function createChecks(): Checks {
  const all: Check[] = [];
  return {
    all,
    that: (held, statement, found) => {
      const detail = held || found === undefined ? "" : ` (found: ${JSON.stringify(found)})`;
      all.push({ held, statement: statement + detail });
    },
  };
}
