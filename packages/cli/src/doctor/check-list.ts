import type { Check } from "./check.ts";
import {
  BUCKET_ENCRYPTION_CHECKS,
  BUCKET_MISSING,
  BUCKET_POLICY_CHECKS,
  EXPIRATION_CHECKS,
  PUBLIC_ACCESS_CHECKS,
} from "./checks/bucket-checks.ts";
import { CONSUMERS_CHECKS, MAPPING_CHECKS } from "./checks/consumer-checks.ts";
import {
  DEAD_LETTER_CHECKS,
  DEAD_LETTER_CONSUMER_CHECKS,
  DEAD_LETTER_QUEUE_MISSING,
} from "./checks/dead-letter-checks.ts";
import {
  FUNCTION_MISSING,
  FUNCTION_SETTINGS_CHECKS,
  RECURSION_CHECKS,
  RESERVATION_CHECKS,
} from "./checks/function-checks.ts";
import { ORPHAN_CHECKS } from "./checks/orphan-checks.ts";
import { ANY_QUEUE_CHECKS, QUEUE_CHECKS, QUEUE_MISSING } from "./checks/queue-checks.ts";
import { ROLE_CHECKS, ROLE_MISSING } from "./checks/role-checks.ts";
import {
  SCHEDULE_CHECKS,
  SCHEDULE_GROUP_MISSING,
  SCHEDULE_MISSING,
} from "./checks/schedule-checks.ts";
import { TABLE_CHECKS, TABLE_MISSING, TIME_TO_LIVE_CHECKS } from "./checks/table-checks.ts";
import { WORKER_CHECKS, WORKERS_CHECKS } from "./checks/worker-checks.ts";

/** Every check that the doctor makes, in the order in which it makes them. */
export const CHECK_LIST: readonly Omit<Check<never>, "judge">[] = [
  QUEUE_MISSING,
  ...QUEUE_CHECKS,
  ...ANY_QUEUE_CHECKS,
  DEAD_LETTER_QUEUE_MISSING,
  ...DEAD_LETTER_CHECKS,
  ...ORPHAN_CHECKS,
  ...CONSUMERS_CHECKS,
  ...MAPPING_CHECKS,
  ...DEAD_LETTER_CONSUMER_CHECKS,
  FUNCTION_MISSING,
  ...FUNCTION_SETTINGS_CHECKS,
  ...RESERVATION_CHECKS,
  ...RECURSION_CHECKS,
  ...WORKERS_CHECKS,
  ...WORKER_CHECKS,
  TABLE_MISSING,
  ...TABLE_CHECKS,
  ...TIME_TO_LIVE_CHECKS,
  BUCKET_MISSING,
  ...EXPIRATION_CHECKS,
  ...PUBLIC_ACCESS_CHECKS,
  ...BUCKET_ENCRYPTION_CHECKS,
  ...BUCKET_POLICY_CHECKS,
  SCHEDULE_GROUP_MISSING,
  ROLE_MISSING,
  ...ROLE_CHECKS,
  SCHEDULE_MISSING,
  ...SCHEDULE_CHECKS,
];
