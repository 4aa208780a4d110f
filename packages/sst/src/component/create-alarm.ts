import type { MetricAlarm } from "../alarms/metric-alarm.ts";
import type { Context } from "./context.ts";
import { transformed } from "./transforms.ts";

export interface AlarmTarget<Names> {
  /** In Pulumi's state. */
  readonly logicalName: string;
  /** In CloudWatch. */
  readonly name: string;
  /** The physical names that the alarm watches, known once they are made. */
  readonly watched: $util.Input<Names>;
  readonly actions: $util.Input<string>[];
  /** Told when it is over as well. @defaultValue only of its beginning */
  readonly tellEnd?: boolean;
}

/** An alarm over resources whose names are known once they are made. */
export function createAlarm<Names>(
  { transform, options }: Context,
  target: AlarmTarget<Names>,
  describe: (watched: $util.Unwrap<Names>) => MetricAlarm,
): aws.cloudwatch.MetricAlarm {
  const described = $util.output(target.watched).apply(describe);
  return new aws.cloudwatch.MetricAlarm(
    ...transformed(
      transform.alarm,
      target.logicalName,
      {
        name: target.name,
        alarmDescription: described.alarmDescription,
        comparisonOperator: described.comparisonOperator,
        threshold: described.threshold,
        evaluationPeriods: described.evaluationPeriods,
        datapointsToAlarm: described.datapointsToAlarm,
        treatMissingData: described.treatMissingData,
        metricQueries: described.metricQueries,
        alarmActions: target.actions,
        ...(target.tellEnd === true ? { okActions: target.actions } : {}),
      },
      options,
    ),
  );
}
