/** Every code that a {@link CeleriacError} can carry. */
export type ErrorCode =
  // definitions and configuration
  | "invalid-definition"
  | "invalid-options"
  | "missing-handler"
  | "missing-resource"
  // data
  | "invalid-input"
  | "invalid-output"
  | "not-serialisable"
  | "payload-too-large"
  | "payload-missing"
  | "undecodable"
  // sending
  | "already-enqueued"
  // AWS
  | "queue-not-found"
  | "table-not-found"
  | "bucket-not-found"
  | "credentials-missing"
  | "access-denied"
  | "unreachable"
  | "call-timeout"
  | "throttled"
  | "service-error"
  | "refused"
  // a task's end
  | "task-failed"
  | "task-revoked"
  | "task-expired"
  | "result-timeout"
  | "result-expired"
  // inside an attempt
  | "retry-requested"
  | "rejected"
  | "idempotency-conflict"
  | "idempotency-repeated"
  | "snoozed"
  | "soft-time-limit"
  | "time-limit"
  | "lease-lost"
  | "revoke-requested"
  | "shutting-down"
  | "worker-lost"
  // local development
  | "missing-package"
  | "emulator-failed";
