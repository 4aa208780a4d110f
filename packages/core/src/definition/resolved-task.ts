import type { ResolvedIdempotency } from "./idempotency-options.ts";
import type { AnyTask } from "./task-definition.ts";
import type { ResolvedUnique } from "./unique-options.ts";

/** How a task is tried again, with every default filled in. */
export interface RetryPolicy {
  readonly maxRetries: number;
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  readonly jitter: "full" | "none";
  /** `Infinity` without a limit. */
  readonly maxElapsedMs: number;
  readonly on: (error: unknown) => boolean;
}

/** A task of an app: overrides applied, defaults filled in, routed. */
export interface ResolvedTask {
  readonly name: string;
  readonly definition: AnyTask;
  readonly queue: string;
  readonly retry: RetryPolicy;
  readonly softTimeLimitMs: number | undefined;
  readonly timeLimitMs: number | undefined;
  readonly resultExpiresMs: number;
  readonly ignoreResult: boolean;
  readonly expected: (error: unknown) => boolean;
  readonly redact: readonly string[];
  readonly unique: ResolvedUnique | undefined;
  readonly idempotency: ResolvedIdempotency | undefined;
}
