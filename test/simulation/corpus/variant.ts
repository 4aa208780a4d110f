import type { RunOptions } from "../run-seed.ts";

/** One change of a source file: a text that stands in it exactly once, and what stands there instead. */
export interface Edit {
  /** From the root of the repository. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A known-bad variant of the product: the real sources with a few lines changed. */
export interface Variant {
  readonly name: string;
  /** What it does wrong, and which clause of the protocol that breaks. */
  readonly breaks: string;
  readonly edits: readonly Edit[];
}

/** A variant that breaks a promise somewhere in the simulated histories. */
export interface SimulatedVariant extends Variant {
  /** How its histories are made: where chance alone is too rare, of the tasks that matter. @defaultValue full ones */
  readonly run?: RunOptions;
  /** The first seed that is tried. @defaultValue 1 */
  readonly firstSeed?: number;
  /** How many seeds it may survive. @defaultValue 100 */
  readonly mostSeeds?: number;
}

/** A variant of what is not simulated (an adapter of AWS, a last line of defence): killed by tests of its own. */
export interface TestedVariant extends Variant {
  /** The file of tests of which at least one must fail, from the root of the repository. */
  readonly test: string;
}

/** A variant with one edit. */
export function edited(file: string, find: string, replace: string): Pick<Variant, "edits"> {
  return { edits: [{ file, find, replace }] };
}
