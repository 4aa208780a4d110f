import {
  consumerOf,
  type Deployed,
  type Fields,
  linkOf,
  ofType,
  queueOf,
  type Rule,
  workerOf,
} from "./deployed.ts";

interface Metric {
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** The names of metrics that alarms watch, of what has a name: of all, and of those that compare with one. */
function watched(deployed: Deployed, dimension: string, name: unknown): ReadonlySet<string> {
  const metrics = ofType(deployed, "aws:cloudwatch/metricAlarm:MetricAlarm").flatMap(({ inputs }) =>
    ((inputs["metricQueries"] ?? []) as readonly { metric?: Metric }[]).flatMap(({ metric }) =>
      metric === undefined ? [] : [metric],
    ),
  );
  return new Set(
    metrics
      .filter(({ dimensions }) => dimensions?.[dimension] === name)
      .map(({ metricName }) => metricName),
  );
}

function missing(where: string, found: ReadonlySet<string>, expected: readonly string[]): string[] {
  return expected
    .filter((each) => !found.has(each))
    .map((each) => `no alarm of ${each} of ${where}`);
}

export const monitoringRules: readonly Rule[] = [
  {
    promise:
      "dead letters, the age of what waits and what comes back set off an alarm, queue by queue",
    problems: (deployed) =>
      [...deployed.app.queues.keys()].flatMap((queue) => {
        const name = queueOf(deployed, queue, "Queue")?.state["name"];
        const dead = queueOf(deployed, queue, "DeadLetters")?.state["name"];
        return [
          ...missing(`the dead letters of ${queue}`, watched(deployed, "QueueName", dead), [
            "ApproximateNumberOfMessagesVisible",
          ]),
          ...missing(queue, watched(deployed, "QueueName", name), [
            "ApproximateAgeOfOldestMessage",
            "NumberOfMessagesReceived",
            "ApproximateNumberOfMessagesNotVisible",
          ]),
        ];
      }),
  },
  {
    promise: "tasks that fail are counted in the log of their consumer, and set off an alarm",
    problems: (deployed) =>
      [...deployed.app.queues.values()].flatMap(({ name, kind }) => {
        const group =
          kind === "lambda"
            ? (consumerOf(deployed, name)?.inputs["loggingConfig"] as Fields | undefined)?.[
                "logGroup"
              ]
            : logGroupOf(deployed, name);
        const filter = ofType(deployed, "aws:cloudwatch/logMetricFilter:LogMetricFilter").find(
          ({ inputs }) =>
            inputs["logGroupName"] === group &&
            String(inputs["pattern"]).includes(`"task failed"`) &&
            String(inputs["pattern"]).includes(`$.queue = "${name}"`),
        );
        const metric = (filter?.inputs["metricTransformation"] as Fields | undefined)?.["name"];
        const alarms = JSON.stringify(
          ofType(deployed, "aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs }) => inputs),
        );
        return metric !== undefined && alarms.includes(JSON.stringify(metric))
          ? []
          : [`failures of ${name} are not watched`];
      }),
  },
  {
    promise: "errors and throttles of functions and of the table set off an alarm",
    problems: (deployed) => [
      ...[...deployed.app.queues.values()]
        .filter(({ kind }) => kind === "lambda")
        .flatMap(({ name }) =>
          missing(
            `the function of ${name}`,
            watched(deployed, "FunctionName", consumerOf(deployed, name)?.state["name"]),
            ["Errors", "Throttles"],
          ),
        ),
      ...missing("the table", watched(deployed, "TableName", linkOf(deployed).resources.table), [
        "ReadThrottleEvents",
        "WriteThrottleEvents",
      ]),
    ],
  },
  {
    promise: "the dashboard shows every queue, within what CloudWatch takes",
    problems: (deployed) => {
      const [dashboard] = ofType(deployed, "aws:cloudwatch/dashboard:Dashboard");
      const text = String(dashboard?.inputs["dashboardBody"] ?? "{}");
      const { widgets = [] } = JSON.parse(text) as { widgets?: readonly unknown[] };
      return [
        ...(widgets.length > 0 && widgets.length <= 500 ? [] : [`${widgets.length} widgets`]),
        ...[...deployed.app.queues.keys()]
          .map((queue) => String(queueOf(deployed, queue, "Queue")?.state["name"]))
          .filter((name) => !text.includes(JSON.stringify(name)))
          .map((name) => `the dashboard does not show ${name}`),
      ];
    },
  },
];

function logGroupOf(deployed: Deployed, queue: string): unknown {
  const task = workerOf(deployed, queue)?.task;
  const [container] = JSON.parse(String(task?.inputs["containerDefinitions"] ?? "[]")) as readonly {
    logConfiguration: { options: Readonly<Record<string, string>> };
  }[];
  return container?.logConfiguration.options["awslogs-group"];
}
