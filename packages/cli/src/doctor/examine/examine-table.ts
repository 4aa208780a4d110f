import type { Case } from "../case.ts";
import { TABLE_CHECKS, TABLE_MISSING, TIME_TO_LIVE_CHECKS } from "../checks/table-checks.ts";
import type { Examination } from "../examination.ts";

/** The table of records, locks and effects. */
export function examineTable(
  examination: Examination,
  { topology: { table }, resources, deployment }: Case,
): void {
  const name = resources.table;
  const subject = { kind: "table", name, location: name } as const;
  examination.judgeReading(deployment.table.settings, {
    subject,
    absence: TABLE_MISSING,
    checks: TABLE_CHECKS,
    dataOf: (settings) => ({ name, table, settings }),
  });
  examination.judgeReading(deployment.table.ttlAttribute, {
    subject,
    checks: TIME_TO_LIVE_CHECKS,
    dataOf: (ttlAttribute) => ({ name, table, ttlAttribute }),
  });
}
