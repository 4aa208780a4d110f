import { type ChartMetric, chartRow, drawn, type Row } from "./widget.ts";

/** The table: what it is asked for, and what it refuses. */
export function tableCharts(tableName: string): Row {
  const metric = (name: string, label: string): ChartMetric =>
    drawn(["AWS/DynamoDB", name, "TableName", tableName], label, "Sum");
  return chartRow({
    "Table: units consumed each minute": [
      metric("ConsumedReadCapacityUnits", "read"),
      metric("ConsumedWriteCapacityUnits", "written"),
    ],
    "Table: throttled": [
      metric("ReadThrottleEvents", "reads"),
      metric("WriteThrottleEvents", "writes"),
    ],
  });
}
