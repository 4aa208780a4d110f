import type { ErrorCode } from "./error-code.ts";

/** Marks our errors across bundles and realms, where `instanceof` fails. */
const BRAND: symbol = Symbol.for("celeriac.error");

export interface CeleriacErrorOptions {
  readonly cause?: unknown;
  /** Doing the same again may succeed. @defaultValue false */
  readonly retryable?: boolean | undefined;
  /** What the message speaks of, for programs. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The base of every error that Celeriac throws.
 * The message says what happened, with which value, what was expected and what to do.
 */
export class CeleriacError extends Error {
  override readonly name: string = "CeleriacError";
  /** What went wrong, for programs. */
  readonly code: ErrorCode;
  /** Doing the same again may succeed. */
  readonly retryable: boolean;
  /** What the message speaks of, for programs; `{}` without any. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: CeleriacErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Recognises an error of Celeriac, from this or another copy of the library; with `code`, of that code only. */
  static is(error: unknown, code?: ErrorCode): error is CeleriacError {
    if (typeof error !== "object" || error === null || !isBranded(error)) return false;
    return code === undefined || (error as CeleriacError).code === code;
  }
}

// A proxy that was thrown may throw in turn.
function isBranded(error: object): boolean {
  try {
    return BRAND in error;
  } catch {
    return false;
  }
}
