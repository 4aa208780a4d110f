/**
 * Simulates one variant of the corpus until a seed breaks a promise, and prints how that ended as one line of JSON.
 *
 *     node test/simulation/corpus/run-variant.ts claim-final
 */
import { patchModules } from "./patch-modules.ts";
import type { SimulatedVariant } from "./variant.ts";
import { simulatedVariants } from "./variants/index.ts";

/** How a variant fared. */
export interface VariantEnd {
  readonly name: string;
  /** Seeds it took; all of them, when it survived. */
  readonly seeds: number;
  /** The one that killed it. */
  readonly seed: number | undefined;
  /** What it broke there. */
  readonly violations: readonly string[];
  readonly ms: number;
}

const MOST_SEEDS = 100;

async function runVariant(variant: SimulatedVariant): Promise<VariantEnd> {
  const { name, edits, firstSeed = 1, mostSeeds = MOST_SEEDS, run = {} } = variant;
  const patched = patchModules(edits);
  // Only now: what was loaded before would stay as it is.
  const { runSeed } = await import("../run-seed.ts");
  const untouched = patched.untouched();
  if (untouched.length > 0) throw new Error(`nothing here loads ${untouched.join(", ")}`);
  const began = performance.now();
  for (let seeds = 1; seeds <= mostSeeds; seeds += 1) {
    const seed = firstSeed + seeds - 1;
    const { violations } = await runSeed(seed, run);
    if (violations.length === 0) continue;
    return { name, seeds, seed, violations, ms: performance.now() - began };
  }
  return { name, seeds: mostSeeds, seed: undefined, violations: [], ms: performance.now() - began };
}

const name = process.argv[2];
const variant = simulatedVariants.find((each) => each.name === name);
if (variant === undefined) {
  const names = simulatedVariants.map((each) => each.name).join(", ");
  throw new Error(`no variant is called ${JSON.stringify(name)}: expected one of ${names}`);
}
console.log(JSON.stringify(await runVariant(variant)));
// Killed sandboxes leave timers of Node's own behind.
process.exit();
