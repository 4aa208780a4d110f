import type { Duration } from "../duration.ts";
import type { RetryOptions } from "./retry-options.ts";

/** What can be said of a task apart from its name, schemas and handler; `overrides` in defineApp can say it again. */
export interface TaskOptions {
  /** The queue's name in the app. @defaultValue the app's routes, then "default" */
  readonly queue?: string;
  readonly retry?: RetryOptions;
  /** Aborts `ctx.signal`, so that the handler can end by itself. */
  readonly softTimeLimit?: Duration;
  /** Ends the attempt; counts as a failed one. On Lambda the function's own deadline is a limit too. */
  readonly timeLimit?: Duration;
  /** How long the result can be read. The record itself stays. @defaultValue "7d" */
  readonly resultExpires?: Duration;
  /**
   * Keeps no record of success and claims nothing: no table call at all when all goes well. Given up for it: a duplicate
   * may run again after success, a revoke may come too late, there is no history. @defaultValue false
   */
  readonly ignoreResult?: boolean;
  /** Errors that are part of business: logged without a stack, at level info. */
  readonly expected?: (error: unknown) => boolean;
  /** Paths in the input (`"card.number"`, `"users.*.password"`) that are never shown: not in logs, previews or the dashboard. */
  readonly redact?: readonly string[];
}
