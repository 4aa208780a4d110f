import { CeleriacError } from "celeriac";

export interface Problem {
  readonly status: 400 | 500 | 503;
  /** For the caller's eyes. */
  readonly message: string;
}

/** What a caller is told of an error: their own mistakes in full, whatever else went wrong not at all. */
export function toProblem(error: unknown): Problem {
  if (!CeleriacError.is(error)) return { status: 500, message: "something went wrong" };
  if (error.code === "invalid-input" || error.code === "invalid-options") {
    return { status: 400, message: error.message };
  }
  return error.retryable
    ? { status: 503, message: "not now: try again in a moment" }
    : { status: 500, message: "something went wrong" };
}
