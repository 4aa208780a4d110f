import type { TableAlarm } from "./alarm-kinds.ts";
import type { AlarmSettings } from "./alarm-settings.ts";
import type { MetricAlarm } from "./metric-alarm.ts";

const METRICS = {
  "table-read-throttles": { metricName: "ReadThrottleEvents", what: "Reads" },
  "table-write-throttles": { metricName: "WriteThrottleEvents", what: "Writes" },
} as const satisfies Readonly<Record<TableAlarm, { metricName: string; what: string }>>;

/**
 * The alarms of the table, by kind: in two of three times five minutes DynamoDB refused reads or writes for want of
 * capacity. On demand that is a single key that is asked too often, or a load that more than doubled at once: hosts try
 * again, and tasks take longer. Calls refused for another reason (`UserErrors`) are counted per account, not per table.
 *
 * DynamoDB reports throttles only while there are any. CloudWatch keeps the state of its alarms where data is missing,
 * whatever they say of missing data (PutMetricAlarm, TreatMissingData), so that one may stay in ALARM.
 */
export function tableAlarms(
  tableName: string,
  settings: AlarmSettings,
): { readonly kind: TableAlarm; readonly alarm: MetricAlarm }[] {
  const kinds = Object.keys(METRICS) as TableAlarm[];
  return kinds
    .filter((kind) => settings.has(kind))
    .map((kind) => {
      const { metricName, what } = METRICS[kind];
      return {
        kind,
        alarm: {
          alarmDescription: `${what} of ${tableName} are throttled: hosts try again, and tasks take longer.`,
          comparisonOperator: "GreaterThanThreshold",
          threshold: 0,
          evaluationPeriods: 3,
          datapointsToAlarm: 2,
          treatMissingData: "notBreaching",
          metricQueries: [
            {
              id: "throttles",
              returnData: true,
              metric: {
                namespace: "AWS/DynamoDB",
                metricName,
                dimensions: { TableName: tableName },
                period: 300,
                stat: "Sum",
              },
            },
          ],
        },
      };
    });
}
