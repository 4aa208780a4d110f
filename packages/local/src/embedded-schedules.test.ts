import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { crontab, defineApp, defineTask, every, type Topology, topology } from "@celeriac/core";
import { expect, it, onTestFinished } from "vitest";
import { emulatorClientConfig } from "./account.ts";
import { type EmbeddedAws, startEmbeddedAws } from "./index.ts";

const task = defineTask({ name: "report" });
const nightly = { task, schedule: crontab("0 3 * * *") };
const hourly = { task, schedule: every("1h") };

const topologyOf = (schedules: Record<string, typeof nightly>): Topology =>
  topology(defineApp({ name: "clock", tasks: [task], schedules }));

/** The id of the next task that is queued. */
async function nextTaskId(aws: EmbeddedAws): Promise<unknown> {
  const QueueUrl = aws.resources.queues["default"]?.url ?? "";
  const sqs = new SQSClient(emulatorClientConfig(new URL(QueueUrl).origin));
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, VisibilityTimeout: 3600 }),
  );
  sqs.destroy();
  return (JSON.parse(Messages?.[0]?.Body ?? "{}") as { readonly i?: unknown }).i;
}

it("an app's schedules live through a restart, but for what it no longer has", {
  timeout: 60_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "celeriac-schedules-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const first = await startEmbeddedAws({ topology: topologyOf({ nightly, hourly }), dataDir });
  onTestFinished(() => first.stop());
  const taskId = await nextTaskId(first);
  expect(taskId).toMatch(/^schedule:hourly:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const dueOf = (aws: EmbeddedAws): number =>
    aws.schedules().find(({ name }) => name === "hourly")?.at ?? Number.NaN;
  const secondTick = Date.parse(String(taskId).slice("schedule:hourly:".length)) + 3_600_000;
  await expect.poll(() => dueOf(first), { timeout: 20_000 }).toBe(secondTick);
  await first.stop();

  const again = await startEmbeddedAws({ topology: topologyOf({ hourly }), dataDir });
  onTestFinished(() => again.stop());
  expect(again.schedules()).toMatchObject([
    { name: "hourly", group: "clock-local", expression: "rate(1 hour)", at: secondTick },
  ]);
  // Into the queue where it is now, which listens at another port.
  const fired = await again.fireSchedule("hourly", new Date("2026-11-21T03:00:00.999Z"));
  expect(fired).toBe("schedule:hourly:2026-11-21T03:00:00Z");
  expect(await nextTaskId(again)).toBe(fired);
  await expect(again.fireSchedule("nightly")).rejects.toMatchObject({
    code: "invalid-options",
    message: 'no schedule is named "nightly"; there is "hourly"',
  });
});
