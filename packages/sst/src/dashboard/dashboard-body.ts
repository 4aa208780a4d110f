import {
  type ChartedFunction,
  type ChartedService,
  functionCharts,
  serviceCharts,
} from "./consumer-charts.ts";
import { layOut } from "./lay-out.ts";
import { type ChartedQueue, overviewCharts, queueCharts } from "./queue-charts.ts";
import { tableCharts } from "./table-charts.ts";
import type { Row } from "./widget.ts";

/** What a dashboard shows, by physical names. */
export interface DashboardContent {
  readonly app: string;
  readonly stage: string;
  readonly region: string;
  readonly queues: readonly ChartedQueue[];
  readonly functions: readonly ChartedFunction[];
  /** None while `sst dev` runs the workers. */
  readonly services: readonly ChartedService[];
  readonly tableName: string;
  readonly alarmArns: readonly string[];
}

/**
 * So many queues are shown, and the functions and services that consume them. CloudWatch takes 500 widgets, and 2,500
 * metrics in all of them together (CloudWatch user guide, "CloudWatch quotas"): with five widgets and sixteen metrics to
 * a queue that leaves room for the rest.
 */
export const MAX_QUEUES = 80;
/** An alarm widget shows so many alarms (CloudWatch user guide, "Properties of an alarm status widget object"). */
const ALARMS_PER_WIDGET = 100;
/** As many as the queues shown, their functions and the table have, and some. */
const MAX_ALARM_WIDGETS = 10;

/**
 * The body of a CloudWatch dashboard, as JSON: alarms, all queues at a glance, the table, then queue by queue what waits,
 * how old it is, what comes and goes, and its consumer. An app with more than {@link MAX_QUEUES} queues sees the first of
 * them, and is told so.
 */
export function dashboardBody(content: DashboardContent): string {
  const queues = content.queues.slice(0, MAX_QUEUES);
  const shown = new Set(queues.map(({ name }) => name));
  const consumers = (queue: string): Row[] => [
    // A function that consumes many is shown below the first of them.
    ...content.functions.filter((each) => each.queues[0] === queue).map(functionCharts),
    ...content.services.filter((each) => each.queue === queue).map(serviceCharts),
  ];
  const rows = [
    text(title(content, shown.size)),
    ...alarms(content.alarmArns),
    ...(queues.length === 0 ? [] : [overviewCharts(queues)]),
    tableCharts(content.tableName),
    ...queues.flatMap((queue) => [queueCharts(queue), ...consumers(queue.name)]),
  ];
  return JSON.stringify({
    start: "-PT3H",
    periodOverride: "inherit",
    widgets: layOut(rows, content.region),
  });
}

function title({ app, stage, queues }: DashboardContent, shown: number): string {
  const rest =
    shown < queues.length ? `\n\nThe first ${shown} of its ${queues.length} queues.` : "";
  return `# ${app}, ${stage}${rest}`;
}

function text(markdown: string): Row {
  return { height: 2, widgets: [{ type: "text", properties: { markdown } }] };
}

function alarms(arns: readonly string[]): Row[] {
  const count = Math.min(Math.ceil(arns.length / ALARMS_PER_WIDGET), MAX_ALARM_WIDGETS);
  return Array.from({ length: count }, (_, index) => {
    const some = arns.slice(index * ALARMS_PER_WIDGET, (index + 1) * ALARMS_PER_WIDGET);
    return {
      height: 2 + Math.ceil(some.length / 6),
      widgets: [{ type: "alarm", properties: { title: "Alarms", alarms: some } }],
    };
  });
}
