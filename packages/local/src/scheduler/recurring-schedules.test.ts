import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  GetScheduleCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { emulatorClientConfig, SCHEDULER_ROLE_ARN } from "../account.ts";
import { type SqsServer, startSqsServer } from "../sqs/sqs-server.ts";
import { type SchedulerServer, startSchedulerServer } from "./scheduler-server.ts";

/** For machines that are busy. */
const PATIENCE = { timeout: 20_000 };
/** Half a second before three at night, in London's winter. */
const BEFORE_THREE = Date.parse("2026-11-21T02:59:59.500Z");
const THREE = "2026-11-21T03:00:00Z";

let sqsServer: SqsServer;
let sqs: SQSClient;
beforeAll(async () => {
  sqsServer = await startSqsServer(undefined);
  sqs = new SQSClient(emulatorClientConfig(sqsServer.endpoint));
}, 30_000);
afterAll(async () => {
  sqs.destroy();
  await sqsServer.stop();
});

interface Scheduler {
  readonly server: SchedulerServer;
  readonly client: SchedulerClient;
  readonly put: (changes?: Partial<CreateScheduleCommandInput>) => Promise<void>;
  /** Lets the time pass. */
  readonly go: () => void;
  /** What the next message says. */
  readonly receive: () => Promise<string>;
}

/** A scheduler that holds it to be another time, where no time passes at first; with a queue of its own. */
async function start(queue: string, time: number, folder?: string): Promise<Scheduler> {
  let shift: number | undefined;
  const now = (): number => (shift === undefined ? time : Date.now() + shift);
  const lines = (): void => undefined;
  const server = await startSchedulerServer(folder, lines, now);
  const client = new SchedulerClient(emulatorClientConfig(server.endpoint));
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    client.destroy();
    stopped ??= server.stop();
    return stopped;
  };
  onTestFinished(stop);
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: queue }));
  server.start(sqsServer.endpoint);
  const Input = JSON.stringify({ QueueUrl, MessageBody: "tick <aws.scheduler.scheduled-time>" });
  return {
    server: { ...server, stop },
    client,
    put: async (changes = {}) => {
      const Arn = "arn:aws:scheduler:::aws-sdk:sqs:sendMessage";
      const request = {
        Name: "nightly",
        ScheduleExpression: "cron(0 3 * * ? *)",
        ScheduleExpressionTimezone: "Europe/London",
        FlexibleTimeWindow: { Mode: "OFF" as const },
        Target: { Arn, RoleArn: SCHEDULER_ROLE_ARN, Input },
        ...changes,
      };
      await client.send(new CreateScheduleCommand(request));
    },
    go: () => {
      shift = time - Date.now();
    },
    receive: async () => {
      const { Messages } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }),
      );
      return Messages?.[0]?.Body ?? "nothing";
    },
  };
}

const dueOf = ({ server }: Scheduler, name = "nightly"): string => {
  const schedule = server.list().find((each) => each.name === name);
  return schedule === undefined ? "gone" : new Date(schedule.at).toISOString();
};

describe("recurring schedules fire", { timeout: 30_000 }, () => {
  it("a cron at its tick, by its zone's clocks, and waits for the next one", async () => {
    const scheduler = await start("cron", BEFORE_THREE);
    await scheduler.put();
    expect(dueOf(scheduler)).toBe("2026-11-21T03:00:00.000Z");
    scheduler.go();
    expect(await scheduler.receive()).toBe(`tick ${THREE}`);
    await expect.poll(() => dueOf(scheduler), PATIENCE).toBe("2026-11-22T03:00:00.000Z");
    expect(scheduler.server.list()).toMatchObject([{ completed: false }]);
  });

  it("a rate at once, and at each interval from then on", async () => {
    const scheduler = await start("rate", BEFORE_THREE);
    await scheduler.put({ ScheduleExpression: "rate(1 minute)" });
    expect(await scheduler.receive()).toBe("tick 2026-11-21T02:59:59Z");
    await expect.poll(() => dueOf(scheduler), PATIENCE).toBe("2026-11-21T03:00:59.000Z");
  });

  it("with a flexible window too, at once", async () => {
    const scheduler = await start("flexible", BEFORE_THREE);
    await scheduler.put({
      FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
    });
    scheduler.go();
    expect(await scheduler.receive()).toBe(`tick ${THREE}`);
  });

  it("not while they are disabled, and from then on when they are not", async () => {
    const scheduler = await start("disabled", BEFORE_THREE);
    const rate = { ScheduleExpression: "rate(1 minute)" };
    await scheduler.put({ ...rate, State: "DISABLED" });
    await scheduler.put({ Name: "enabled" });
    scheduler.go();
    // Due half a second after the disabled one.
    expect(await scheduler.receive()).toBe(`tick ${THREE}`);
    const { Arn, CreationDate, LastModificationDate, ...read } = await scheduler.client.send(
      new GetScheduleCommand({ Name: "nightly" }),
    );
    const request = { ...read, State: "ENABLED" } as CreateScheduleCommandInput;
    await scheduler.client.send(new UpdateScheduleCommand(request));
    expect(await scheduler.receive()).toMatch(/^tick 2026-11-21T0(2:59:59|3:0)/);
  });

  it("no more after their end", async () => {
    const scheduler = await start("ends", BEFORE_THREE);
    await scheduler.put({ EndDate: new Date("2026-11-21T12:00:00Z") });
    scheduler.go();
    expect(await scheduler.receive()).toBe(`tick ${THREE}`);
    await expect.poll(() => scheduler.server.list(), PATIENCE).toMatchObject([{ completed: true }]);
    await expect(
      scheduler.put({ Name: "never", EndDate: new Date("2026-11-01T00:00:00Z") }),
    ).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("twice, when they are told to: as the same tick", async () => {
    const scheduler = await start("twice", BEFORE_THREE);
    await scheduler.put({ State: "DISABLED" });
    const tick = Date.parse("2026-12-24T03:00:00Z");
    await scheduler.server.fire("default", "nightly", tick);
    await scheduler.server.fire("default", "nightly", tick);
    expect(await scheduler.receive()).toBe("tick 2026-12-24T03:00:00Z");
    expect(await scheduler.receive()).toBe("tick 2026-12-24T03:00:00Z");
    await expect(scheduler.server.fire("default", "nigthly", tick)).rejects.toThrow(
      'no schedule is named "nigthly"; there is "nightly"; did you mean "nightly"?',
    );
  });
});

describe("a change keeps a schedule's times, unless it changes them", { timeout: 30_000 }, () => {
  it("another input does not begin a rate anew, another rate does", async () => {
    const scheduler = await start("change", BEFORE_THREE);
    await scheduler.put({ ScheduleExpression: "rate(1 hour)" });
    await scheduler.receive();
    await expect.poll(() => dueOf(scheduler), PATIENCE).toBe("2026-11-21T03:59:59.000Z");
    const { Arn, CreationDate, LastModificationDate, ...read } = await scheduler.client.send(
      new GetScheduleCommand({ Name: "nightly" }),
    );
    const request = { ...read, Description: "new" } as CreateScheduleCommandInput;
    await scheduler.client.send(new UpdateScheduleCommand(request));
    expect(dueOf(scheduler)).toBe("2026-11-21T03:59:59.000Z");
    const faster = { ...request, ScheduleExpression: "rate(30 minutes)" };
    await scheduler.client.send(new UpdateScheduleCommand(faster));
    expect(await scheduler.receive()).toMatch(/^tick 2026-11-21T0/);
  });
});

describe("ticks that fell due while nothing ran", { timeout: 30_000 }, () => {
  it("are one, the first, and the next is in the future", async () => {
    const folder = mkdtempSync(join(tmpdir(), "celeriac-recurring-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const before = await start("missed", Date.parse("2026-11-18T12:00:00Z"), folder);
    await before.put();
    await before.server.stop();
    const after = await start("missed", BEFORE_THREE - 3_600_000, folder);
    expect(await after.receive()).toBe("tick 2026-11-19T03:00:00Z");
    await expect.poll(() => dueOf(after), PATIENCE).toBe("2026-11-21T03:00:00.000Z");
  });
});
