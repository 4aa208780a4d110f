/**
 * Keeps values that are too large to travel or to be recorded. Keys are steps of `[A-Za-z0-9_.:-]`, none of dots alone,
 * with `/` between them, at most 512 characters.
 */
export interface PayloadStore {
  /** Stores a text; the same key again replaces it. @throws {CeleriacError} */
  put(key: string, text: string): Promise<void>;
  /** `undefined`: nothing lies there. @throws {CeleriacError} when the store could not be asked. */
  get(key: string): Promise<string | undefined>;
  /** Deleting what is not there is done. @throws {CeleriacError} */
  delete(key: string): Promise<void>;
}
