import type { Duration } from "../duration.ts";
import type { RetryOptions } from "./retry-options.ts";

/**
 * What can be said of a task apart from its name, schemas and handler; `overrides` in defineApp can say it again. A value
 * that cannot be is a mistake of `defineTask` or `defineApp`: `invalid-definition`.
 */
export interface TaskOptions {
  /** The queue's name in the app. @defaultValue the app's routes, then "default" */
  readonly queue?: string;
  /** How an attempt that throws is followed by another. @defaultValue three retries, from 1 s on, at random within the backoff */
  readonly retry?: RetryOptions;
  /**
   * Aborts `ctx.signal`, so that the handler can end by itself. `"1ms"` or more, at most `timeLimit`; on a lambda queue at
   * least 2 s less than its `timeout`. @defaultValue no limit
   */
  readonly softTimeLimit?: Duration;
  /**
   * Ends the attempt, which counts as a failed one. `"1ms"` or more; on a lambda queue at least 2 s less than its `timeout`.
   * A handler that does not heed `ctx.signal` goes on, and what it returns counts for nothing.
   * @defaultValue no limit; on Lambda what is left of the function's time, less 1 s
   */
  readonly timeLimit?: Duration;
  /** How long result or error can be read, at most `"45d"`. The record itself stays for 45 days. @defaultValue "7d" */
  readonly resultExpires?: Duration;
  /**
   * Keeps no record of success and claims nothing: no table call at all when all goes well. Given up for it: a duplicate
   * may run again after success, a revoke may come too late, there is no history. @defaultValue false
   */
  readonly ignoreResult?: boolean;
  /**
   * Errors that are part of business: logged without a stack, at level info, and no failure to the alarm `failures`. Retries and
   * dead letters stay as they are. A function that throws has said no. @defaultValue none
   */
  readonly expected?: (error: unknown) => boolean;
  /** Paths in the input (`"card.number"`, `"users.*.password"`) that are never shown: not in logs, records or dead letters. `*` is any key or index. @defaultValue none */
  readonly redact?: readonly string[];
}
