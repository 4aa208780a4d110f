import { digest } from "./digest.ts";

/** Where a component stands: one account and region may hold many of them. */
export interface Site {
  /** SST's name of the app (`$app.name`). */
  readonly app: string;
  /** SST's stage (`$app.stage`). */
  readonly stage: string;
  /** The component's name: SST takes it once in an app and stage. */
  readonly component: string;
}

/** Names of what neither SST nor Pulumi names: the same at every deployment, so that an update replaces nothing. */
export interface PhysicalNames {
  /** A CloudWatch alarm: one per account and region, 255 characters (PutMetricAlarm, AlarmName). */
  alarm(queue: string, kind: string): string;
  /** An alarm of what there is once. */
  sharedAlarm(kind: string): string;
  /** A CloudWatch dashboard: one per account, `A-Z a-z 0-9 - _`, 255 characters (PutDashboard, DashboardName). */
  readonly dashboard: string;
  /** EventBridge Scheduler's group: one per account and region, 64 characters (CreateScheduleGroup, Name). */
  readonly scheduleGroup: string;
  /** The log group of a function or worker, by its logical name: `A-Z a-z 0-9 . - _ / #`, 512 characters (CreateLogGroup). */
  logGroup(name: string): string;
  /** The namespace of metrics taken from log lines: 255 characters (PutMetricFilter, metricNamespace). */
  readonly metricNamespace: string;
  /** A metric filter: one per log group, neither `:` nor `*`, 512 characters (PutMetricFilter, filterName). */
  metricFilter(queue: string, kind: string): string;
  /** The metric that such a filter counts: 255 characters, no `:`, `*` or `$` (PutMetricFilter, metricName). */
  metric(queue: string, kind: string): string;
}

/**
 * Names made of the app, the stage, the component and what is named, joined by `_`, which none of them contains: two
 * apps, stages or components never share one. What is too long keeps its beginning, and ends in a digest of the whole.
 */
export function physicalNames(site: Site): PhysicalNames {
  const place = [site.app, site.stage, site.component];
  const name = (limit: number, ...rest: readonly string[]): string =>
    shorten([...place, ...rest].join("_"), limit);
  return {
    alarm: (queue, kind) => name(255, queue, kind),
    // A queue's alarm has a part more.
    sharedAlarm: (kind) => name(255, kind),
    dashboard: name(255),
    scheduleGroup: name(64),
    logGroup: (name) => shorten(`/celeriac/${site.app}/${site.stage}/${name}`, 512),
    metricNamespace: shorten(["Celeriac", ...place].join("/"), 255),
    metricFilter: (queue, kind) => name(512, queue, kind),
    metric: (queue, kind) => shorten(`${queue}_${kind}`, 255),
  };
}

const DIGEST_LENGTH = 16;

function shorten(name: string, limit: number): string {
  if (name.length <= limit) return name;
  return `${name.slice(0, limit - DIGEST_LENGTH - 1)}_${digest(name, DIGEST_LENGTH)}`;
}
