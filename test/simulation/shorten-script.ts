import type { ScriptedFault } from "@celeriac/testing/models";
import fc from "fast-check";

/** Histories lived through in search of a shorter script, at most. */
const MOST_RUNS = 400;

/**
 * Finds the shortest part of a script of faults that still breaks a promise, as fast-check shrinks arrays. Answers the
 * whole script when nothing shorter does.
 */
export async function shortenScript(
  script: readonly ScriptedFault[],
  breaks: (script: readonly ScriptedFault[]) => Promise<boolean>,
): Promise<readonly ScriptedFault[]> {
  if (script.length === 0 || (await breaks([]))) return [];
  let runs = 0;
  const inOrder = (faults: readonly ScriptedFault[]): readonly ScriptedFault[] =>
    script.filter((fault) => faults.includes(fault));
  const anyFaults = fc.array(fc.constantFrom(...script), { maxLength: script.length });
  const holds = fc.asyncProperty(anyFaults, async (faults) => {
    runs += 1;
    return runs > MOST_RUNS || !(await breaks(inOrder(faults)));
  });
  const found = await fc.check(holds, { examples: [[[...script]]], numRuns: 1 });
  return inOrder(found.counterexample?.[0] ?? script);
}
