import { CeleriacError } from "@celeriac/core";

/** What could not be started or kept running here, as the library's error. */
export function emulatorError(message: string, cause?: unknown): CeleriacError {
  return new CeleriacError("emulator-failed", message, { cause });
}
