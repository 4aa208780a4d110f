import type { FunctionAlarm } from "./alarm-kinds.ts";
import type { AlarmSettings } from "./alarm-settings.ts";
import type { MetricAlarm, MetricQuery } from "./metric-alarm.ts";

const FIVE_MINUTES = 300;

/**
 * The alarms of a function that consumes queues, by kind (Lambda developer guide, "Types of metrics for Lambda functions").
 *
 * - `function-errors`: invocations that failed as a whole, by a timeout, by want of memory or by an error at start, in two
 *   of three times five minutes. A task that fails does not fail its invocation: that is its queue's alarm.
 * - `function-throttles`: in two of three times five minutes an invocation found no concurrency. Its messages come back,
 *   and each time counts towards the receives after which SQS gives a message up.
 *
 * Lambda reports nothing while a function rests.
 */
export function functionAlarms(
  functionName: string,
  settings: AlarmSettings,
): { readonly kind: FunctionAlarm; readonly alarm: MetricAlarm }[] {
  const metric = (id: string, metricName: string, returnData = false): MetricQuery => ({
    id,
    returnData,
    metric: {
      namespace: "AWS/Lambda",
      metricName,
      dimensions: { FunctionName: functionName },
      period: FIVE_MINUTES,
      stat: "Sum",
    },
  });
  const often = {
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    treatMissingData: "notBreaching",
  } as const;
  const alarms: readonly { readonly kind: FunctionAlarm; readonly alarm: MetricAlarm }[] = [
    {
      kind: "function-errors",
      alarm: {
        ...often,
        alarmDescription: `Invocations of ${functionName} fail as a whole: see its log for timeouts, memory and errors at start.`,
        threshold: settings.functionErrorPercent,
        metricQueries: [
          metric("errors", "Errors"),
          metric("invocations", "Invocations"),
          {
            id: "share",
            label: "Failed invocations, %",
            expression: `IF(invocations >= ${settings.volume}, 100 * errors / invocations, 0)`,
            returnData: true,
          },
        ],
      },
    },
    {
      kind: "function-throttles",
      alarm: {
        ...often,
        alarmDescription: `${functionName} is throttled: raise the account's concurrency, or set its queue's maxConcurrency below it.`,
        threshold: 0,
        metricQueries: [metric("throttles", "Throttles", true)],
      },
    },
  ];
  return alarms.filter(({ kind }) => settings.has(kind));
}
