import { CeleriacError, didYouMean, show } from "@celeriac/core";

/**
 * Refuses what is not an object of options, and keys that are no option.
 * @param call names the call in the error, as in `enqueue`.
 * @throws {CeleriacError} `invalid-options`
 */
export function checkKnownOptions(call: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new CeleriacError(
      "invalid-options",
      `the options of ${call} are ${show(options)}: expected an object`,
    );
  }
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    const hint = didYouMean(key, known);
    throw new CeleriacError(
      "invalid-options",
      `${call} has no option ${show(key)}${hint === "" ? `: expected ${known.join(", ")}` : hint}`,
      { details: { option: key } },
    );
  }
}
