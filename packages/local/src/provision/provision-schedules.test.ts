import {
  CreateScheduleCommand,
  GetScheduleCommand,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import type { ScheduleResource } from "@celeriac/core";
import { expect, it, onTestFinished } from "vitest";
import { emulatorClientConfig, SCHEDULER_ROLE_ARN } from "../account.ts";
import { type SchedulerServer, startSchedulerServer } from "../scheduler/scheduler-server.ts";
import { provisionSchedules } from "./provision-schedules.ts";

const queue = {
  url: "http://127.0.0.1:1/000000000000/q",
  arn: "arn:aws:sqs:us-east-1:000000000000:q",
};
const queues = { q: queue, "q-dlq": { url: `${queue.url}-dlq`, arn: `${queue.arn}-dlq` } };
const nightly: ScheduleResource = {
  name: "nightly",
  queue: "q",
  expression: "cron(0 3 * * ? *)",
  timezone: "Europe/London",
  enabled: true,
  flexibleWindowMinutes: 15,
  body: '{"k":"<aws.scheduler.scheduled-time>"}',
};
const often: ScheduleResource = {
  ...nightly,
  name: "often",
  expression: "rate(1 minute)",
  timezone: "UTC",
  enabled: false,
  flexibleWindowMinutes: undefined,
};

async function start(): Promise<{ server: SchedulerServer; client: SchedulerClient }> {
  const server = await startSchedulerServer(undefined, () => undefined);
  const client = new SchedulerClient(emulatorClientConfig(server.endpoint));
  server.addGroup("app-local");
  onTestFinished(async () => {
    client.destroy();
    await server.stop();
  });
  return { server, client };
}

it("makes what the topology lists", async () => {
  const { server, client } = await start();
  await provisionSchedules(server.endpoint, "app-local", [nightly, often], queues);
  const read = (Name: string): Promise<unknown> =>
    client.send(new GetScheduleCommand({ Name, GroupName: "app-local" }));
  expect(await read("nightly")).toMatchObject({
    ScheduleExpression: "cron(0 3 * * ? *)",
    ScheduleExpressionTimezone: "Europe/London",
    State: "ENABLED",
    FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
    Target: {
      Arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
      RoleArn: SCHEDULER_ROLE_ARN,
      Input: JSON.stringify({ QueueUrl: queue.url, MessageBody: nightly.body }),
      DeadLetterConfig: { Arn: `${queue.arn}-dlq` },
    },
  });
  expect(await read("often")).toMatchObject({
    ScheduleExpression: "rate(1 minute)",
    State: "DISABLED",
    FlexibleTimeWindow: { Mode: "OFF" },
  });
});

it("brings a former run's up to date, removes what the app no longer has, and no one-shot schedule", async () => {
  const { server, client } = await start();
  const oneShot = `t-${"0".repeat(62)}`;
  const Target = { Arn: queue.arn, RoleArn: SCHEDULER_ROLE_ARN, Input: "{}" };
  await client.send(
    new CreateScheduleCommand({
      Name: oneShot,
      GroupName: "app-local",
      ScheduleExpression: "at(2999-01-01T00:00:00)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target,
    }),
  );
  // More than a page.
  const many = Array.from({ length: 101 }, (_, index) => ({ ...often, name: `n-${index}` }));
  await provisionSchedules(server.endpoint, "app-local", [nightly, often, ...many], queues);
  const later = { ...nightly, expression: "cron(0 4 * * ? *)" };
  await provisionSchedules(server.endpoint, "app-local", [later], queues);
  const left = server.list().map(({ name, expression }) => [name, expression]);
  expect(left).toEqual([
    ["nightly", "cron(0 4 * * ? *)"],
    [oneShot, "at(2999-01-01T00:00:00)"],
  ]);
});
