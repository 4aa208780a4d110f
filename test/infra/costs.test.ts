import { type CostLine, costReport, type PriceName } from "@celeriac/cli";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { app } from "../../examples/novel/src/app.ts";
import type { CreatedResource } from "./harness/created-resource.ts";
import { type SstServer, startSstServer } from "./harness/sst-server.ts";
import { deployExample } from "./safety/deploy-example.ts";

let server: SstServer;
let resources: readonly CreatedResource[] = [];
beforeAll(async () => {
  server = await startSstServer();
  ({ resources } = await deployExample(server));
});
afterAll(() => server.stop());

const { monthly } = costReport(app, {
  ...{ tasks: 1, runTimeMs: 1, cpuTimeMs: 0, memoryMb: undefined, payloadBytes: 1 },
  ...{ resultBytes: 1, retries: 0, tags: 0, farEta: false, batched: true },
});

function billed(price: PriceName): number {
  const lines: readonly CostLine[] = monthly.filter((line) => line.price === price);
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

function made(type: string): readonly CreatedResource[] {
  return resources.filter((resource) => resource.type === type);
}

describe("what `celeriac cost` bills an idle month for is what is deployed", () => {
  it("metrics under alarms", () => {
    const metrics = made("aws:cloudwatch/metricAlarm:MetricAlarm").flatMap(({ inputs }) =>
      (inputs["metricQueries"] as readonly { readonly metric?: object }[]).filter(
        ({ metric }) => metric !== undefined,
      ),
    );
    expect(billed("alarmMetric")).toBe(metrics.length);
  });

  it("dashboards", () => {
    expect(billed("dashboard")).toBe(made("aws:cloudwatch/dashboard:Dashboard").length);
  });

  it("nothing else that is paid for by the hour or the month", () => {
    const paid = /natGateway|loadBalancer|provisionedConcurrency|dnsNamespace|hostedZone|kms/i;
    expect(resources.map(({ type }) => type).filter((type) => paid.test(type))).toEqual([]);
    // Endpoints of another type than Gateway, the default, are.
    const endpoints = made("aws:ec2/vpcEndpoint:VpcEndpoint");
    expect(endpoints.map(({ inputs }) => inputs["vpcEndpointType"] ?? "Gateway")).toEqual(
      endpoints.map(() => "Gateway"),
    );
  });
});
