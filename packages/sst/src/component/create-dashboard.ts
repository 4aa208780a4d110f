import type { Context } from "./context.ts";
import type { Monitored } from "./create-monitoring.ts";

export function createDashboard(
  _context: Context,
  _monitored: Monitored,
  _alarms: readonly aws.cloudwatch.MetricAlarm[],
): aws.cloudwatch.Dashboard | undefined {
  return undefined;
}
