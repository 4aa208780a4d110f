/** One metric of a chart: its namespace, name and dimensions, then how it is drawn. */
export type ChartMetric = readonly (string | MetricRendering)[];

export interface MetricRendering {
  readonly label: string;
  readonly stat: "Sum" | "Maximum" | "Average" | "SampleCount";
  readonly yAxis?: "right";
}

/** A widget of a CloudWatch dashboard (CloudWatch user guide, "Dashboard body structure and syntax"), without its place. */
export type Widget =
  | {
      readonly type: "metric";
      readonly properties: {
        readonly title: string;
        readonly view: "timeSeries";
        /** Seconds. */
        readonly period: 60;
        readonly metrics: readonly ChartMetric[];
        readonly yAxis: { readonly left: { readonly min: 0 }; readonly right: { readonly min: 0 } };
      };
    }
  | {
      readonly type: "alarm";
      readonly properties: { readonly title: string; readonly alarms: readonly string[] };
    }
  | { readonly type: "text"; readonly properties: { readonly markdown: string } };

/** One to four widgets beside each other, of the same width and height, as wide as the dashboard. */
export interface Row {
  readonly height: number;
  readonly widgets: readonly Widget[];
}

const CHART_HEIGHT = 6;

/** A row of charts, each of metrics by its title. */
export function chartRow(charts: Readonly<Record<string, readonly ChartMetric[]>>): Row {
  const widgets = Object.entries(charts).map(
    ([title, metrics]): Widget => ({
      type: "metric",
      properties: {
        title,
        view: "timeSeries",
        period: 60,
        metrics,
        yAxis: { left: { min: 0 }, right: { min: 0 } },
      },
    }),
  );
  return { height: CHART_HEIGHT, widgets };
}

/** A metric as it is drawn. */
export function drawn(
  metric: readonly string[],
  label: string,
  stat: MetricRendering["stat"],
  yAxis?: "right",
): ChartMetric {
  return [...metric, { label, stat, ...(yAxis === undefined ? {} : { yAxis }) }];
}
