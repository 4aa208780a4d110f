import { describe, expect, it } from "vitest";
import { type DashboardContent, dashboardBody, MAX_QUEUES } from "./dashboard-body.ts";

interface PlacedWidget {
  readonly type: "metric" | "alarm" | "text";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly region?: string;
    readonly markdown?: string;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly (readonly unknown[])[];
  };
}

function contentOf(count: number, consumer: "function" | "service" | "shared"): DashboardContent {
  const names = Array.from({ length: count }, (_, index) => `queue-${index}`);
  const alarmsOfEach = 8;
  return {
    app: "shop",
    stage: "prod",
    region: "eu-west-1",
    queues: names.map((name) => ({
      name,
      queueName: `shop-prod-${name}`,
      deadLetterQueueName: `shop-prod-${name}-dlq`,
      failures: { namespace: "Celeriac/shop/prod/Tasks", name: `${name}_failures` },
      retries: { namespace: "Celeriac/shop/prod/Tasks", name: `${name}_retries` },
    })),
    functions:
      consumer === "shared"
        ? [{ queues: names, functionName: "consumer" }]
        : consumer === "function"
          ? names.map((name) => ({ queues: [name], functionName: `consumer-${name}` }))
          : [],
    services:
      consumer === "service"
        ? names.map((queue) => ({ queue, clusterName: "cluster", serviceName: `worker-${queue}` }))
        : [],
    tableName: "shop-prod-tasks",
    alarmArns: names.flatMap((name) =>
      Array.from(
        { length: alarmsOfEach },
        (_, index) => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}-${index}`,
      ),
    ),
  };
}

function widgetsOf(content: DashboardContent): readonly PlacedWidget[] {
  const body: { widgets: readonly PlacedWidget[] } = JSON.parse(dashboardBody(content));
  return body.widgets;
}

const titles = (content: DashboardContent): readonly (string | undefined)[] =>
  widgetsOf(content).map(({ type, properties }) => properties.title ?? type);

/** One metric of a chart: namespace and name, dimensions in pairs, then how it is drawn. */
function checkMetric(metric: readonly unknown[]): void {
  const names = metric.slice(0, -1);
  expect(names.length % 2).toBe(0);
  expect(names.every((name) => typeof name === "string" && name !== "")).toBe(true);
  expect(Object.keys(metric.at(-1) as object)).toEqual(expect.arrayContaining(["label", "stat"]));
}

describe("the body is what CloudWatch takes", () => {
  it.each([
    [0, "function"],
    [1, "function"],
    [3, "service"],
    [40, "shared"],
    [MAX_QUEUES, "function"],
    [MAX_QUEUES, "service"],
    [1000, "function"],
    [1000, "service"],
    [1000, "shared"],
  ] as const)("for %i queues, consumed by a %s", (count, consumer) => {
    const widgets = widgetsOf(contentOf(count, consumer));
    expect(widgets.length).toBeLessThanOrEqual(500);
    const charts = widgets.map(({ properties }) => properties.metrics ?? []);
    expect(charts.flat().length).toBeLessThanOrEqual(2500);
    for (const { type, x, y, width, height, properties } of widgets) {
      for (const number of [x, y, width, height]) expect(Number.isInteger(number)).toBe(true);
      expect(width).toBeGreaterThan(0);
      expect(x + width).toBeLessThanOrEqual(24);
      expect(height).toBeGreaterThan(0);
      expect(height).toBeLessThanOrEqual(1000);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(properties.region).toBe(type === "metric" ? "eu-west-1" : undefined);
      if (type === "metric") {
        expect(properties.metrics?.length).toBeGreaterThan(0);
        expect(properties.metrics?.length).toBeLessThanOrEqual(500);
      }
      if (type === "alarm") expect(properties.alarms?.length).toBeLessThanOrEqual(100);
    }
    for (const metric of charts.flat()) checkMetric(metric);
  });

  it("no widget lies upon another", () => {
    const taken = new Set<string>();
    for (const { x, y, width, height } of widgetsOf(contentOf(5, "service"))) {
      for (let column = x; column < x + width; column += 1) {
        for (let line = y; line < y + height; line += 1) {
          expect(taken.has(`${column}/${line}`)).toBe(false);
          taken.add(`${column}/${line}`);
        }
      }
    }
  });
});

describe("a dashboard shows what one asks for first", () => {
  it("alarms, all queues, the table, then each queue with its consumer", () => {
    expect(titles(contentOf(1, "function"))).toEqual([
      "text",
      "Alarms",
      "Waiting",
      "Age of the oldest, s",
      "Dead letters",
      "Table: units consumed each minute",
      "Table: throttled",
      "queue-0: messages",
      "queue-0: age of the oldest, s, and dead letters",
      "queue-0: each minute",
      "queue-0: invocations",
      "queue-0: duration, ms, and concurrency",
    ]);
    expect(titles(contentOf(1, "service")).slice(-2)).toEqual([
      "queue-0: workers that run, as reports a minute",
      "queue-0: CPU and memory of its workers, %",
    ]);
  });

  it("a function of many queues once", () => {
    const shared = titles(contentOf(3, "shared")).filter((title) => title?.includes("invocations"));
    expect(shared).toEqual(["queue-0 and 2 more: invocations"]);
  });

  it("what it has no room for is said", () => {
    const [text] = widgetsOf(contentOf(MAX_QUEUES + 1, "function"));
    expect(text?.properties.markdown).toBe("# shop, prod\n\nThe first 80 of its 81 queues.");
    const [whole] = widgetsOf(contentOf(2, "function"));
    expect(whole?.properties.markdown).toBe("# shop, prod");
  });

  it("the first thousand alarms", () => {
    const widgets = widgetsOf(contentOf(1000, "function"));
    const shown = widgets.flatMap(({ properties }) => properties.alarms ?? []);
    expect(shown).toEqual(contentOf(1000, "function").alarmArns.slice(0, 1000));
  });

  it("metrics by the physical names", () => {
    const widget = widgetsOf(contentOf(1, "service"));
    const metrics = widget.flatMap(({ properties }) => properties.metrics ?? []);
    const named = (name: string) => metrics.find((metric) => metric[1] === name)?.slice(0, -1);
    expect(named("NumberOfMessagesDeleted")).toEqual([
      "AWS/SQS",
      "NumberOfMessagesDeleted",
      "QueueName",
      "shop-prod-queue-0",
    ]);
    expect(named("queue-0_failures")).toEqual(["Celeriac/shop/prod/Tasks", "queue-0_failures"]);
    expect(named("MemoryUtilization")).toEqual([
      "AWS/ECS",
      "MemoryUtilization",
      "ClusterName",
      "cluster",
      "ServiceName",
      "worker-queue-0",
    ]);
    expect(named("WriteThrottleEvents")).toEqual([
      "AWS/DynamoDB",
      "WriteThrottleEvents",
      "TableName",
      "shop-prod-tasks",
    ]);
  });
});
