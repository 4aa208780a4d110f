import { accessRules } from "./access-rules.ts";
import { consumerRules } from "./consumer-rules.ts";
import type { Rule } from "./deployed.ts";
import { monitoringRules } from "./monitoring-rules.ts";
import { nameRules } from "./name-rules.ts";
import { queueRules } from "./queue-rules.ts";
import { storeRules } from "./store-rules.ts";
import { workerRules } from "./worker-rules.ts";

/** The safety table: what holds for every deployment. */
export const rules: readonly Rule[] = [
  ...queueRules,
  ...consumerRules,
  ...workerRules,
  ...storeRules,
  ...accessRules,
  ...nameRules,
  ...monitoringRules,
];
