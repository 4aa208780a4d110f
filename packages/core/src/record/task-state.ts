/** Where a task stands. `PENDING` is "no record yet": SQS's acknowledgement is the durability of an enqueue. */
export type TaskState =
  | "PENDING"
  | "STARTED"
  | "RETRY"
  | "SUCCESS"
  | "FAILURE"
  | "REVOKED"
  | "EXPIRED";

/** The states that a stored record can be in. */
export type RecordedState = Exclude<TaskState, "PENDING">;

/** The states that end a generation. */
export type FinalState = "SUCCESS" | "FAILURE" | "REVOKED" | "EXPIRED";

const FINAL: ReadonlySet<TaskState> = new Set(["SUCCESS", "FAILURE", "REVOKED", "EXPIRED"]);

/** Says whether a state is final for its generation. */
export function isFinal(state: TaskState): state is FinalState {
  return FINAL.has(state);
}

/**
 * The legal transitions within one generation. STARTED -> STARTED is the takeover of a lease that has ended.
 * Across generations the only legal one is FAILURE -> STARTED or FAILURE -> REVOKED, to a higher generation.
 */
export const TRANSITIONS: Readonly<Record<TaskState, readonly RecordedState[]>> = {
  PENDING: ["STARTED", "REVOKED", "EXPIRED"],
  STARTED: ["STARTED", "RETRY", "SUCCESS", "FAILURE", "REVOKED", "EXPIRED"],
  RETRY: ["STARTED", "REVOKED", "EXPIRED"],
  SUCCESS: [],
  FAILURE: [],
  REVOKED: [],
  EXPIRED: [],
};

/** Every state, in the order of a task's life. */
export const TASK_STATES: readonly string[] = /* @__PURE__ */ Object.keys(TRANSITIONS);

/** Says whether what somebody handed over is a state. */
export function isTaskState(value: unknown): value is TaskState {
  return TASK_STATES.includes(value as string);
}

/** Says whether a record may go from one state and generation to another. */
export function isLegalTransition(
  from: { readonly state: TaskState; readonly generation: number },
  to: { readonly state: TaskState; readonly generation: number },
): boolean {
  if (from.state === "PENDING" || from.generation === to.generation) {
    return (TRANSITIONS[from.state] as readonly TaskState[]).includes(to.state);
  }
  const reopened = to.state === "STARTED" || to.state === "REVOKED" || to.state === "EXPIRED";
  return to.generation > from.generation && from.state === "FAILURE" && reopened;
}
