import type { Rule } from "./deployed.ts";

export const monitoringRules: readonly Rule[] = [];
