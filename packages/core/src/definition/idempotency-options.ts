import type { Duration } from "../duration.ts";

/** What is done once for a key, however many tasks ask for it. */
export interface IdempotencyOptions<Parsed> {
  /**
   * Names the effect, from what the handler gets: 1 to 1,024 characters, the same for the same input. Tasks of other
   * definitions with the same key do not meet. It is stored as a hash only.
   */
  readonly key: (input: Parsed) => string;
  /** How long a key is remembered after its effect has happened, `"1s"` to `"45d"`. */
  readonly window: Duration;
  /**
   * What a further task of a key comes to. `result`: it waits for the first one, and has its result. `reject`: FAILURE
   * `rejected`, also while the first one still runs. @defaultValue "result"
   */
  readonly onRepeat?: "result" | "reject";
}

/** `IdempotencyOptions` with every default filled in. */
export interface ResolvedIdempotency {
  readonly key: (input: unknown) => unknown;
  readonly windowMs: number;
  readonly onRepeat: "result" | "reject";
}
