import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { emulatorClientConfig, SCHEDULER_ROLE_ARN } from "../account.ts";
import { type SqsServer, startSqsServer } from "../sqs/sqs-server.ts";
import { type SchedulerServer, startSchedulerServer } from "./scheduler-server.ts";

/** For machines that are busy. */
const PATIENCE = { timeout: 20_000 };
const LATER = "at(2999-01-01T00:00:00)";
const lines: string[] = [];
let refused: () => void = () => undefined;
const writeLog = ({ line }: { line: string }): void => {
  lines.push(line);
  if (line.includes("was refused")) refused();
};

let sqsServer: SqsServer;
let server: SchedulerServer;
let sqs: SQSClient;
let scheduler: SchedulerClient;
beforeAll(async () => {
  sqsServer = await startSqsServer(undefined);
  server = await startSchedulerServer(undefined, writeLog);
  server.start(sqsServer.endpoint);
  sqs = new SQSClient(emulatorClientConfig(sqsServer.endpoint));
  scheduler = new SchedulerClient(emulatorClientConfig(server.endpoint));
}, 30_000);
afterAll(async () => {
  sqs.destroy();
  scheduler.destroy();
  await server.stop();
  await sqsServer.stop();
});

const queueArn = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const queueUrl = (name: string): string => `${sqsServer.endpoint}/000000000000/${name}`;
const createQueue = (QueueName: string) => sqs.send(new CreateQueueCommand({ QueueName }));
const receive = async (name: string): Promise<Message> => {
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl(name),
      WaitTimeSeconds: 20,
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    }),
  );
  return Messages![0]!;
};
/** The second that `ms` from now falls into. */
const at = (ms: number): string => `at(${new Date(Date.now() + ms).toISOString().slice(0, 19)})`;
const schedule = (Name: string, changes: Partial<CreateScheduleCommandInput> = {}) => ({
  Name,
  ScheduleExpression: LATER,
  FlexibleTimeWindow: { Mode: "OFF" as const },
  ActionAfterCompletion: "DELETE" as const,
  Target: { Arn: queueArn("any"), RoleArn: SCHEDULER_ROLE_ARN, Input: "hello" },
  ...changes,
});
const create = (input: CreateScheduleCommandInput, client: SchedulerClient = scheduler) =>
  client.send(new CreateScheduleCommand(input));

describe("schedules answer as EventBridge Scheduler's do", { timeout: 30_000 }, () => {
  it("creates, reads, changes, lists and deletes", async () => {
    const { ScheduleArn } = await create(schedule("crud-1"));
    expect(ScheduleArn).toBe("arn:aws:scheduler:us-east-1:000000000000:schedule/default/crud-1");
    await create(schedule("crud-2"));
    await scheduler.send(new UpdateScheduleCommand(schedule("crud-1", { Description: "new" })));
    const read = await scheduler.send(new GetScheduleCommand({ Name: "crud-1" }));
    expect(read).toMatchObject({
      Arn: ScheduleArn,
      GroupName: "default",
      Description: "new",
      State: "ENABLED",
      ScheduleExpression: LATER,
      Target: { Input: "hello" },
    });
    expect(read.CreationDate).toBeInstanceOf(Date);
    const first = await scheduler.send(
      new ListSchedulesCommand({ NamePrefix: "crud-", MaxResults: 1 }),
    );
    const second = await scheduler.send(
      new ListSchedulesCommand({ NamePrefix: "crud-", MaxResults: 1, NextToken: first.NextToken }),
    );
    expect([first, second].map(({ Schedules }) => Schedules?.map(({ Name }) => Name))).toEqual([
      ["crud-1"],
      ["crud-2"],
    ]);
    expect(second.NextToken).toBeUndefined();
    await scheduler.send(new DeleteScheduleCommand({ Name: "crud-1" }));
    await expect(scheduler.send(new GetScheduleCommand({ Name: "crud-1" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Schedule crud-1 does not exist.",
      $metadata: { httpStatusCode: 404 },
    });
  });

  it("refuses a second schedule of a name, unless the same call is repeated", async () => {
    await create(schedule("twice", { ClientToken: "token" }));
    await expect(create(schedule("twice"))).rejects.toMatchObject({ name: "ConflictException" });
    await expect(create(schedule("twice", { ClientToken: "token" }))).resolves.toBeDefined();
  });

  it("keeps groups apart, and deletes a group with its schedules", async () => {
    await scheduler.send(new CreateScheduleGroupCommand({ Name: "group" }));
    await expect(
      scheduler.send(new CreateScheduleGroupCommand({ Name: "group" })),
    ).rejects.toMatchObject({ name: "ConflictException" });
    await create(schedule("apart"));
    await create(schedule("apart", { GroupName: "group" }));
    await scheduler.send(new DeleteScheduleGroupCommand({ Name: "group" }));
    await expect(
      scheduler.send(new GetScheduleGroupCommand({ Name: "group" })),
    ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    expect(server.list().filter(({ name }) => name === "apart")).toHaveLength(1);
  });

  it.each([
    ["a name with a space", { Name: "a b" }, "name"],
    ["a name of 65 characters", { Name: "x".repeat(65) }, "name"],
    ["no flexible time window", { FlexibleTimeWindow: undefined }, "flexibleTimeWindow"],
    ["a window without its length", { FlexibleTimeWindow: { Mode: "FLEXIBLE" } }, "maximumWindow"],
    ["an expression that is none", { ScheduleExpression: "soon" }, "Invalid Schedule Expression"],
    ["no target", { Target: undefined }, "target"],
    ["no role", { Target: { Arn: queueArn("any"), RoleArn: "me" } }, "target.roleArn"],
    [
      "a target that is no queue",
      { Target: { Arn: "arn:aws:lambda:us-east-1:0:function:f", RoleArn: SCHEDULER_ROLE_ARN } },
      "target.arn",
    ],
    [
      "an input above 256 KiB",
      {
        Target: {
          Arn: queueArn("any"),
          RoleArn: SCHEDULER_ROLE_ARN,
          Input: "x".repeat(262_145),
        },
      },
      "target.input",
    ],
    [
      "a universal target without SendMessage's parameters",
      {
        Target: {
          Arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
          RoleArn: SCHEDULER_ROLE_ARN,
          Input: "{}",
        },
      },
      "sendMessage needs",
    ],
  ])("refuses %s", async (_what, changes, message) => {
    const input = { ...schedule("refused"), ...changes } as CreateScheduleCommandInput;
    await expect(create(input)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(message),
    });
  });

  it("refuses a group that does not exist", async () => {
    await expect(create(schedule("lost", { GroupName: "nowhere" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });
});

describe("one-shot schedules fire", { timeout: 30_000 }, () => {
  it("sends the input as the body, not before its second, and is gone", async () => {
    await createQueue("fires");
    const expression = at(2000);
    await create(
      schedule("fires", {
        ScheduleExpression: expression,
        Target: {
          Arn: queueArn("fires"),
          RoleArn: SCHEDULER_ROLE_ARN,
          Input:
            '{"at":"<aws.scheduler.scheduled-time>","arn":"<aws.scheduler.schedule-arn>","n":<aws.scheduler.attempt-number>}',
        },
      }),
    );
    const message = await receive("fires");
    const instant = `${expression.slice(3, -1)}Z`;
    expect(JSON.parse(message.Body!)).toEqual({
      at: instant,
      arn: "arn:aws:scheduler:us-east-1:000000000000:schedule/default/fires",
      n: 1,
    });
    expect(Number(message.Attributes!["SentTimestamp"])).toBeGreaterThanOrEqual(
      Date.parse(instant),
    );
    await expect.poll(() => server.list().map(({ name }) => name), PATIENCE).not.toContain("fires");
  });

  it("calls SendMessage with all its parameters by the universal target", async () => {
    await createQueue("universal");
    const Input = JSON.stringify({
      QueueUrl: queueUrl("universal"),
      MessageBody: '{"a":1}',
      MessageGroupId: "tenant",
    });
    const Target = {
      Arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
      RoleArn: SCHEDULER_ROLE_ARN,
      Input,
    };
    await create(schedule("universal", { ScheduleExpression: at(-5000), Target }));
    expect(await receive("universal")).toMatchObject({
      Body: '{"a":1}',
      Attributes: { MessageGroupId: "tenant" },
    });
  });

  it("stays, but does not fire again, when nobody asked for its deletion", async () => {
    await createQueue("stays");
    const Target = { Arn: queueArn("stays"), RoleArn: SCHEDULER_ROLE_ARN, Input: "once" };
    await create(
      schedule("stays", {
        ScheduleExpression: at(-5000),
        ActionAfterCompletion: "NONE",
        Target,
      }),
    );
    await receive("stays");
    await expect
      .poll(() => server.list().find(({ name }) => name === "stays"), PATIENCE)
      .toMatchObject({ completed: true });
  });

  it("tries again while SQS refuses", async () => {
    const attempted = Promise.withResolvers<void>();
    refused = attempted.resolve;
    const Target = { Arn: queueArn("not-yet"), RoleArn: SCHEDULER_ROLE_ARN, Input: "late" };
    await create(schedule("not-yet", { ScheduleExpression: at(-5000), Target }));
    await attempted.promise;
    await createQueue("not-yet");
    expect((await receive("not-yet")).Body).toBe("late");
  });

  it("gives up as its retry policy says, into its dead-letter queue", async () => {
    await createQueue("buried");
    const Target = {
      Arn: queueArn("nowhere"),
      RoleArn: SCHEDULER_ROLE_ARN,
      Input: "lost",
      RetryPolicy: { MaximumRetryAttempts: 0 },
      DeadLetterConfig: { Arn: queueArn("buried") },
    };
    await create(schedule("buried", { ScheduleExpression: at(-5000), Target }));
    expect(await receive("buried")).toMatchObject({
      Body: "lost",
      MessageAttributes: { TARGET_ARN: { StringValue: queueArn("nowhere") } },
    });
  });

  it("does not fire what was deleted or is disabled", async () => {
    await createQueue("silent");
    const Target = { Arn: queueArn("silent"), RoleArn: SCHEDULER_ROLE_ARN, Input: "deleted" };
    await create(schedule("deleted", { ScheduleExpression: at(1500), Target }));
    await scheduler.send(new DeleteScheduleCommand({ Name: "deleted" }));
    await create(
      schedule("disabled", {
        ScheduleExpression: at(-5000),
        State: "DISABLED",
        Target: { ...Target, Input: "disabled" },
      }),
    );
    // Due after the deleted one: what comes first tells that neither of the two fired.
    await create(
      schedule("last", { ScheduleExpression: at(2500), Target: { ...Target, Input: "last" } }),
    );
    expect((await receive("silent")).Body).toBe("last");
  });

  it("survives a restart, and fires what fell due meanwhile", async () => {
    const folder = mkdtempSync(join(tmpdir(), "celeriac-schedules-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    await createQueue("restart");
    const Target = { Arn: queueArn("restart"), RoleArn: SCHEDULER_ROLE_ARN, Input: "kept" };
    /** Runs a server on the folder; with the queue it fires. */
    const serve = async (
      fires: boolean,
      use: (server: SchedulerServer, client: SchedulerClient) => Promise<void>,
    ): Promise<void> => {
      const running = await startSchedulerServer(folder, writeLog);
      const client = new SchedulerClient(emulatorClientConfig(running.endpoint));
      if (fires) running.start(sqsServer.endpoint);
      await use(running, client).finally(() => running.stop());
      client.destroy();
    };
    await serve(true, async (running, client) => {
      const once = { ...Target, Input: "once" };
      await create(
        schedule("done", {
          ScheduleExpression: at(-9000),
          ActionAfterCompletion: "NONE",
          Target: once,
        }),
        client,
      );
      expect((await receive("restart")).Body).toBe("once");
      await expect.poll(() => running.list(), PATIENCE).toMatchObject([{ completed: true }]);
    });
    await serve(false, async (_running, client) => {
      await create(schedule("waits"), client);
      await create(schedule("due", { ScheduleExpression: at(-5000), Target }), client);
    });
    await serve(true, async (running) => {
      // Fired in the order of their instants: "once" would come before it, if it fired again.
      expect((await receive("restart")).Body).toBe("kept");
      await expect
        .poll(() => running.list().map(({ name }) => name), PATIENCE)
        .toEqual(["done", "waits"]);
    });
  });
});
