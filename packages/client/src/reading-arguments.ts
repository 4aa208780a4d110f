import { CeleriacError } from "@celeriac/core";

/**
 * Reads what a caller handed over. Its getters and proxies are the caller's code: what they throw is the caller's mistake,
 * told as such, and never passes for a failure of ours.
 * @param call names the call in the error, as in `enqueue`.
 * @throws {CeleriacError} what `read` throws; `invalid-options` with the cause for anything else.
 */
export function readingArguments<Value>(call: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if (CeleriacError.is(cause)) throw cause;
    throw new CeleriacError(
      "invalid-options",
      `what was given to ${call} cannot be read: one of its properties threw an error; hand over plain data`,
      { cause },
    );
  }
}
