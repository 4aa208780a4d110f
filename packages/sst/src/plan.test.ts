import {
  type App,
  defineApp,
  fargate,
  isQueueName,
  lambda,
  lambdaVisibilitySeconds,
  type QueueDefinition,
  type QueueResource,
  RENEWAL_AGE_SHARE,
  type Topology,
  topology,
} from "@celeriac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alarmSettings } from "./alarms/alarm-settings.ts";
import { functionAlarms } from "./alarms/function-alarms.ts";
import { logMetricFilter } from "./alarms/log-metrics.ts";
import type { MetricAlarm } from "./alarms/metric-alarm.ts";
import { queueAlarms } from "./alarms/queue-alarms.ts";
import { tableAlarms } from "./alarms/table-alarms.ts";
import { logicalNames } from "./names/logical-names.ts";
import { type PhysicalNames, physicalNames } from "./names/physical-names.ts";
import { type ScalingPolicy, scalingPlan } from "./scaling/scaling-plan.ts";
import { MAX_STEPS } from "./scaling/worker-steps.ts";
import { deadLetterQueueSettings, queueSettings } from "./settings/queue-settings.ts";
import { metricMath } from "./testing/metric-math.ts";

const HOUR_SECONDS = 3600;
const RETENTION_SECONDS: fc.Arbitrary<number> = fc.integer({
  min: HOUR_SECONDS,
  max: 14 * 24 * HOUR_SECONDS,
});
/** Longer than twice the time that a message is invisible, as defineApp demands. */
const enough = (retention: number, visibility: number): `${number}s` =>
  `${Math.max(retention, 2 * visibility + 1)}s`;

const anyLambda: fc.Arbitrary<QueueDefinition> = fc
  .record({
    timeout: fc.integer({ min: 1, max: 900 }),
    batch: fc.integer({ min: 1, max: 10_000 }),
    window: fc.integer({ min: 1, max: 300 }),
    maxConcurrency: fc.option(fc.integer({ min: 2, max: 1000 }), { nil: undefined }),
    retention: RETENTION_SECONDS,
  })
  .map(({ timeout, window, retention, maxConcurrency, batch }) =>
    lambda({
      timeout: `${timeout}s`,
      window: `${window}s`,
      retention: enough(retention, lambdaVisibilitySeconds(timeout, window)),
      batch,
      ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    }),
  );

const anyFargate: fc.Arbitrary<QueueDefinition> = fc
  .record({
    lease: fc.integer({ min: 3, max: 3600 }),
    drain: fc.integer({ min: 0, max: 110 }),
    min: fc.nat(20),
    more: fc.nat(500),
    concurrency: fc.integer({ min: 1, max: 1000 }),
    backlogPerWorker: fc.integer({ min: 1, max: 1_000_000 }),
    retention: RETENTION_SECONDS,
    spot: fc.boolean(),
  })
  .map(({ lease, drain, min, more, retention, ...same }) =>
    fargate({
      ...same,
      lease: `${lease}s`,
      drain: `${drain}s`,
      retention: enough(retention, lease),
      min,
      max: Math.max(1, min + more),
    }),
  );

/** Apps of any name, with up to twelve queues of any names and settings. */
const anyApp: fc.Arbitrary<App> = fc
  .tuple(
    fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/),
    fc.uniqueArray(
      fc.tuple(
        fc
          .oneof(fc.stringMatching(/^[A-Za-z0-9-]{1,40}$/), fc.stringMatching(/^[aB-]{1,4}$/))
          .filter(isQueueName),
        fc.oneof(anyLambda, anyFargate),
      ),
      { selector: ([name]) => name, minLength: 1, maxLength: 12 },
    ),
  )
  .map(([name, queues]) => defineApp({ name, tasks: [], queues: Object.fromEntries(queues) }));

/** Each rule is AWS's, and holds for whatever app is defined. */
function forAnyApp(check: (described: Topology) => void): void {
  fc.assert(fc.property(anyApp, (app) => check(topology(app))));
}

const within = (value: number, least: number, most: number): void => {
  expect(Number.isInteger(value)).toBe(true);
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
};

const sites = (described: Topology): PhysicalNames =>
  physicalNames({ app: described.app, stage: "production", component: "Tasks" });

function alarmsOf(queue: QueueResource, physical: PhysicalNames): readonly MetricAlarm[] {
  const settings = alarmSettings({}, queue.name);
  const plan = queue.consumer.kind === "fargate" ? scalingPlan(queue.consumer, "queue") : undefined;
  const watched = {
    queueName: "queue",
    deadLetterQueueName: "queue-dlq",
    failures: {
      namespace: physical.metricNamespace,
      name: physical.metric(queue.name, "failures"),
    },
    service: { clusterName: "cluster", serviceName: "service" },
  };
  return [
    ...queueAlarms(queue, watched, settings).map(({ alarm }) => alarm),
    ...functionAlarms("function", settings).map(({ alarm }) => alarm),
    ...tableAlarms("table", settings).map(({ alarm }) => alarm),
    ...(plan === undefined ? [] : [plan.work.alarm, plan.rest.alarm]),
  ];
}

describe("SQS takes every queue", () => {
  it("and no message outlives the place it may go to", () => {
    forAnyApp(({ queues }) => {
      for (const queue of queues) {
        const settings = queueSettings(queue);
        const dead = deadLetterQueueSettings(queue);
        for (const each of [settings, dead]) {
          within(each.visibilityTimeoutSeconds, 0, 43_200);
          within(each.messageRetentionSeconds, 60, 1_209_600);
          within(each.receiveWaitTimeSeconds, 0, 20);
          within(each.maxMessageSize, 1024, 1_048_576);
        }
        // A message's age goes on counting in the dead-letter queue.
        expect(dead.messageRetentionSeconds).toBeGreaterThanOrEqual(
          settings.messageRetentionSeconds,
        );
        expect(settings.messageRetentionSeconds).toBeGreaterThan(
          2 * settings.visibilityTimeoutSeconds,
        );
        if (queue.consumer.kind === "lambda") {
          const { timeoutSeconds, batchWindowSeconds } = queue.consumer;
          expect(settings.visibilityTimeoutSeconds).toBeGreaterThanOrEqual(
            6 * timeoutSeconds + batchWindowSeconds,
          );
        }
      }
    });
  });
});

describe("CloudWatch takes every alarm", () => {
  it("with at most ten metrics, one result, and a day of datapoints", () => {
    forAnyApp((described) => {
      for (const queue of described.queues) {
        for (const alarm of alarmsOf(queue, sites(described))) {
          const metrics = alarm.metricQueries.flatMap(({ metric }) => metric ?? []);
          within(alarm.metricQueries.length, 1, 10);
          expect(alarm.metricQueries.filter(({ returnData }) => returnData)).toHaveLength(1);
          const ids = alarm.metricQueries.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          for (const id of ids) expect(id).toMatch(/^[a-z]\w{0,254}$/);
          within(alarm.datapointsToAlarm, 1, alarm.evaluationPeriods);
          for (const { period } of metrics) within(period * alarm.evaluationPeriods, 60, 86_400);
          expect(new Set(metrics.map(({ period }) => period)).size).toBe(1);
          within(alarm.alarmDescription.length, 1, 1024);
          expect(Number.isFinite(alarm.threshold)).toBe(true);
        }
      }
    });
  });

  it("and can compute each expression from the metrics beside it", () => {
    forAnyApp((described) => {
      for (const queue of described.queues) {
        for (const { metricQueries } of alarmsOf(queue, sites(described))) {
          const values = Object.fromEntries(
            metricQueries.filter(({ metric }) => metric !== undefined).map(({ id }) => [id, [7]]),
          );
          for (const { expression, metric } of metricQueries) {
            expect(expression === undefined).toBe(metric !== undefined);
            if (expression !== undefined)
              expect(metricMath(expression)(values)).toEqual([expect.any(Number)]);
          }
        }
      }
    });
  });

  it("and an old message is noticed before it is sent anew", () => {
    forAnyApp(({ queues }) => {
      for (const queue of queues) {
        const watched = {
          queueName: "queue",
          deadLetterQueueName: "queue-dlq",
          failures: { namespace: "n", name: "f" },
          service: undefined,
        };
        const old = queueAlarms(queue, watched, alarmSettings({})).find(
          ({ kind }) => kind === "oldest-message",
        );
        expect(old?.alarm.threshold).toBeGreaterThan(0);
        expect(old?.alarm.threshold).toBeLessThan(RENEWAL_AGE_SHARE * queue.retentionSeconds);
      }
    });
  });

  it("and the filter of each queue's failures finds that queue's alone", () => {
    forAnyApp((described) => {
      const physical = sites(described);
      const filters = described.queues.map(({ name }) =>
        logMetricFilter(name, "failures", {
          namespace: physical.metricNamespace,
          name: physical.metric(name, "failures"),
        }),
      );
      expect(new Set(filters.map(({ pattern }) => pattern)).size).toBe(filters.length);
      for (const { pattern, metricTransformation } of filters) {
        within(pattern.length, 1, 1024);
        expect(pattern).toMatch(
          /^\{ \(\$\.message = "[^"]+"\) && \(\$\.queue = "[A-Za-z0-9-]+"\) \}$/,
        );
        expect(metricTransformation.namespace).not.toMatch(/[:*$]/);
      }
    });
  });
});

describe("Application Auto Scaling takes every policy", () => {
  const steps = (policy: ScalingPolicy) =>
    policy.stepScalingPolicyConfiguration.stepAdjustments.map((step) => ({
      lower: Number(step.metricIntervalLowerBound ?? Number.NEGATIVE_INFINITY),
      upper: Number(step.metricIntervalUpperBound ?? Number.POSITIVE_INFINITY),
      workers: step.scalingAdjustment,
    }));

  it("whose steps neither overlap nor leave a gap, and stay between least and most", () => {
    forAnyApp(({ queues }) => {
      for (const { consumer } of queues) {
        if (consumer.kind !== "fargate") continue;
        const plan = scalingPlan(consumer, "queue");
        expect(plan === undefined).toBe(consumer.minWorkers === consumer.maxWorkers);
        if (plan === undefined) continue;
        const [work, rest] = [steps(plan.work.policy), steps(plan.rest.policy)];
        within(work.length, 1, MAX_STEPS);
        expect(work[0]?.lower).toBe(0);
        expect(work.at(-1)?.upper).toBe(Number.POSITIVE_INFINITY);
        for (const [index, { lower, upper, workers }] of work.entries()) {
          expect(upper).toBeGreaterThan(lower);
          if (index > 0) expect(lower).toBe(work[index - 1]?.upper);
          within(workers, Math.max(1, consumer.minWorkers), consumer.maxWorkers);
        }
        expect(rest).toEqual([
          { lower: Number.NEGATIVE_INFINITY, upper: 0, workers: consumer.minWorkers },
        ]);
      }
    });
  });
});

describe("Nothing shares a name with anything else", () => {
  it("in Pulumi's state, nor in CloudWatch", () => {
    forAnyApp((described) => {
      const names = logicalNames("Tasks");
      const physical = sites(described);
      const queues = described.queues.map(({ name }) => name);
      const kinds = ["dead-letters", "failures"];
      const logical = [
        ...queues.flatMap((queue) => [
          names.queue("Queue", queue),
          names.queue("DeadLetters", queue),
          ...kinds.map((kind) => names.queue("Alarm", queue, kind)),
        ]),
        names.shared("Table"),
        ...kinds.map((kind) => names.sharedAlarm(kind)),
      ].map((name) => name.toLowerCase());
      expect(new Set(logical).size).toBe(logical.length);
      const alarms = [
        ...queues.flatMap((queue) => kinds.map((kind) => physical.alarm(queue, kind))),
        ...kinds.map((kind) => physical.sharedAlarm(kind)),
      ];
      expect(new Set(alarms).size).toBe(alarms.length);
    });
  });
});
