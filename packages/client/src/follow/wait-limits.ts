import { CeleriacError, parseDuration, show, type WaitOptions } from "@celeriac/core";
import { checkKnownOptions } from "../known-options.ts";
import { readingArguments } from "../reading-arguments.ts";

/** How long a caller waits, checked. */
export interface WaitLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** The least whose failure is an end. */
  readonly generation: number;
}

const OPTION: Readonly<Record<keyof WaitOptions, true>> = {
  timeout: true,
  signal: true,
  generation: true,
};
const OPTIONS: readonly string[] = Object.keys(OPTION);

/**
 * @param call names the call in the error, as in `result`.
 * @throws {CeleriacError} `invalid-options`
 */
export function checkWaitOptions(call: string, options: WaitOptions): WaitLimits {
  return readingArguments(call, () => checked(call, options));
}

function checked(call: string, options: WaitOptions): WaitLimits {
  checkKnownOptions(call, options, OPTIONS);
  const { timeout = "5m", signal, generation = 0 } = options;
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new CeleriacError(
      "invalid-options",
      `signal is ${show(signal)}: expected an AbortSignal`,
    );
  }
  if (!Number.isSafeInteger(generation) || generation < 0) {
    throw new CeleriacError(
      "invalid-options",
      `generation is ${show(generation)}: expected a whole number from 0 on`,
    );
  }
  return { timeoutMs: parseDuration(timeout, "timeout"), signal, generation };
}
