import { parseArgs } from "node:util";
import { SECTIONS, type Section } from "./report/measurement.ts";

/** What was asked for on the command line. */
export interface BenchOptions {
  readonly sections: readonly Section[];
  readonly peers: boolean;
  /** Small and once: to see that it runs, not to measure. */
  readonly quick: boolean;
  readonly runs: number;
  /** Where to write the report as JSON. */
  readonly json: string | undefined;
  /** Keep the report, and write the tables of docs/performance.md from it. */
  readonly writeDocs: boolean;
}

export const USAGE = `npm run bench -- [section...] [--no-peers] [--runs 3] [--quick] [--json file] [--write-docs]
sections: ${SECTIONS.join(", ")}; all of them when none is named`;

/** @throws for words that it does not know. */
export function benchOptions(words: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    allowNegative: true,
    options: {
      peers: { type: "boolean", default: true },
      quick: { type: "boolean", default: false },
      runs: { type: "string", default: "3" },
      json: { type: "string" },
      "write-docs": { type: "boolean", default: false },
    },
  });
  const sections = positionals.map(sectionNamed);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1)
    throw new Error(`--runs ${values.runs}: expected 1 or more`);
  if (values["write-docs"] && (sections.length > 0 || values.quick || !values.peers)) {
    throw new Error("--write-docs takes a whole run: no sections, no --quick, no --no-peers");
  }
  return {
    sections: sections.length === 0 ? SECTIONS : sections,
    peers: values.peers,
    quick: values.quick,
    runs: values.quick ? 1 : runs,
    json: values.json,
    writeDocs: values["write-docs"],
  };
}

function sectionNamed(word: string): Section {
  const found = SECTIONS.find((section) => section === word);
  if (found === undefined)
    throw new Error(`no section "${word}": there are ${SECTIONS.join(", ")}`);
  return found;
}
