/** Faults that LocalStack cannot hold, and why; packages/aws reads them from answers as AWS gives them. */
export const NOT_ON_LOCALSTACK: Readonly<Record<string, string>> = {
  "worker-missing": "ECS is not in its community edition",
  "worker-inactive": "ECS is not in its community edition",
  "worker-stop-timeout": "ECS is not in its community edition",
  "worker-count": "ECS is not in its community edition",
  "worker-size": "ECS is not in its community edition",
  "function-missing":
    "it deletes no function that it could not start, and without Docker it starts none",
  "bucket-unencrypted": "as AWS since 2023, it encrypts every bucket, and has no way to end that",
};

/**
 * Fixes that LocalStack carries out and then calls failed: without Docker none of its functions can be started anew
 * after its configuration has changed.
 */
export const FAILS_THOUGH_DONE: readonly string[] = ["function-timeout", "function-memory"];

/**
 * A mapping that is changed while it is enabled says Disabled in the end: its old poller, when it ends, writes over what
 * the new one wrote. So mappings get their faults while they are disabled, which is found as well.
 */
export const CHANGED_WHILE_DISABLED: RegExp = /^mapping-(?!disabled)/;
