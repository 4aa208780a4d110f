import { describe, expect, it } from "vitest";
import { awsError } from "../testing/stub-server.ts";
import { stubbedPorts } from "../testing/stubbed-ports.ts";
import { scheduleName } from "./schedule-name.ts";

const schedule = {
  name: "task:1",
  at: Date.UTC(2027, 0, 2, 3, 4, 5, 1),
  queue: "images",
  body: 'a "body" with <aws.scheduler.execution-id> in it',
  group: "tenant",
} as const;

describe("a one-shot schedule sends one message and removes itself", () => {
  it("at its second, rounded up, by SendMessage with the tenant's group", async () => {
    await using world = await stubbedPorts();
    await world.ports.schedules.putOneShot(schedule);
    const { operation, path, body } = world.stub.requests[0]!;
    expect(operation).toBe("POST");
    expect(path).toBe(`/schedules/${scheduleName("task:1")}`);
    expect(body).toMatchObject({
      GroupName: "stub-group",
      ScheduleExpression: "at(2027-01-02T03:04:06)",
      ScheduleExpressionTimezone: "UTC",
      FlexibleTimeWindow: { Mode: "OFF" },
      ActionAfterCompletion: "DELETE",
      ClientToken: expect.any(String),
      Target: {
        Arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
        RoleArn: "arn:aws:iam::000000000000:role/stub",
        DeadLetterConfig: { Arn: "arn:aws:sqs:eu-central-1:0:images-dlq" },
      },
    });
  });

  it("in the partition that the deployment is in", async () => {
    const roleArn = "arn:aws-us-gov:iam::000000000000:role/stub";
    await using world = await stubbedPorts({ schedules: { group: "stub-group", roleArn } });
    await world.ports.schedules.putOneShot(schedule);
    expect(world.stub.requests[0]!.body).toMatchObject({
      Target: { Arn: "arn:aws-us-gov:scheduler:::aws-sdk:sqs:sendMessage", RoleArn: roleArn },
    });
  });

  it("with the body as it is, and nothing in it that Scheduler would replace", async () => {
    await using world = await stubbedPorts();
    await world.ports.schedules.putOneShot(schedule);
    const { Input } = (world.stub.requests[0]!.body as { Target: { Input: string } }).Target;
    expect(Input).not.toContain("<");
    expect(JSON.parse(Input)).toEqual({
      QueueUrl: expect.stringMatching(/\/images$/),
      MessageBody: schedule.body,
      MessageGroupId: "tenant",
    });
  });

  it("is done when the name is taken: it is the same schedule", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => awsError("ConflictException", 409));
    await expect(world.ports.schedules.putOneShot(schedule)).resolves.toBeUndefined();
  });

  it("is an error in a group that is not there, or for a queue that is not known", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => awsError("ResourceNotFoundException", 404));
    await expect(world.ports.schedules.putOneShot(schedule)).rejects.toMatchObject({
      code: "missing-resource",
      message: expect.stringContaining('schedule group "stub-group"'),
    });
    await expect(
      world.ports.schedules.putOneShot({ ...schedule, queue: "nope" }),
    ).rejects.toMatchObject({ code: "missing-resource", message: expect.stringContaining("nope") });
  });

  it("is refused above Scheduler's 256 KiB, escapes counted", async () => {
    await using world = await stubbedPorts();
    const body = '"'.repeat(140_000);
    await expect(world.ports.schedules.putOneShot({ ...schedule, body })).rejects.toMatchObject({
      code: "payload-too-large",
    });
    expect(world.stub.requests).toEqual([]);
  });
});

describe("a schedule is deleted by its name", () => {
  it("whether it is there or not", async () => {
    await using world = await stubbedPorts();
    await world.ports.schedules.deleteOneShot("task:1");
    world.stub.answer(() => awsError("ResourceNotFoundException", 404));
    await expect(world.ports.schedules.deleteOneShot("task:1")).resolves.toBeUndefined();
    expect(world.stub.requests[0]?.path).toContain(`/schedules/${scheduleName("task:1")}?`);
    expect(world.stub.requests[0]?.path).toContain("groupName=stub-group");
  });

  it("and an error when it is not known whether it was", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => awsError("AccessDeniedException", 403));
    await expect(world.ports.schedules.deleteOneShot("task:1")).rejects.toMatchObject({
      code: "access-denied",
      message: expect.stringContaining("scheduler:DeleteSchedule"),
    });
  });
});

describe("a schedule's name", () => {
  it("fits and differs for task ids of any length and characters", () => {
    const ids = ["a", "b", "ü/<>", "x".repeat(1000), `${"x".repeat(999)}y`];
    const names = ids.map((id) => scheduleName(id));
    expect(new Set(names).size).toBe(ids.length);
    for (const name of names) expect(name).toMatch(/^t-[0-9a-f]{62}$/);
  });
});
