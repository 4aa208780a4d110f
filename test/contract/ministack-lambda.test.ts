import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Envelope, encodeEnvelope } from "@celeriac/core";
import { bundleFunctions, createChildKeeper } from "@celeriac/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LAMBDA_ENTRY, type System, startSystem } from "../e2e/fixture/system.ts";
import * as tasks from "../e2e/fixture/tasks.ts";
import { endpointOf, freshStage } from "./emulator-ports.ts";
import { serviceCall } from "./service-call.ts";
import { zipFolder } from "./zip-folder.ts";

// The Lambda and its event source mapping are ministack's: nobody who wrote the handler wrote them.

let system: System;
const endpoint = (): string => endpointOf("ministack");
const call = (method: "GET" | "POST", path: string, request?: object) => {
  const service = path.startsWith("/schedules") ? "scheduler" : "lambda";
  return serviceCall({ endpoint: endpoint(), service, method, path, request });
};

beforeAll(async () => {
  system = await startSystem({ functions: [], endpoint: endpoint() });
});
afterAll(() => system.stop());

const messageOf = (task: { readonly name: string }, taskId: string, value?: object): Envelope => ({
  version: 1,
  taskId,
  task: task.name,
  generation: 0,
  enqueuedAt: Date.now(),
  hops: 0,
  ...(value === undefined ? {} : { input: { kind: "inline", value: { ...value } } }),
});
const starts = (taskId: string): number =>
  system.journal(taskId).filter(({ event }) => event === "start").length;

describe("ministack's event source mapping calls the bundled handler", () => {
  it("and what a batch answers is what happens: the finished is gone, the failed comes again", async () => {
    // All of it lies there before anything polls: it comes as one batch.
    await system.sendByHand("default", messageOf(tasks.echo.lambda, "whole", { text: "x" }));
    await system.sendByHand("default", messageOf(tasks.flaky.lambda, "again", { failures: 1 }));
    await system.sendByHand("default", messageOf(tasks.rejected.lambda, "dead"));
    await deploy();
    await system.recorded("whole", ({ state }) => state === "SUCCESS");
    const again = await system.recorded("again", ({ state }) => state === "SUCCESS");
    const dead = await system.recorded("dead", (record) => record.deadLetteredGeneration === 1);
    await system.drained("default");
    expect([starts("whole"), starts("again"), starts("dead")]).toEqual([1, 2, 1]);
    expect([again.attempts, dead.reason]).toEqual([2, "rejected"]);
    const letters = await system.client.deadLetters("default").list();
    expect(letters.map(({ taskId, reason }) => [taskId, reason])).toEqual([["dead", "rejected"]]);
  });

  it("and a task of the client's runs there", async () => {
    const handle = await system.client.enqueue(tasks.echo.lambda, { text: "through ministack" });
    const result = await handle.result({ timeout: "30s" });
    expect(result).toEqual({ text: "through ministack", host: "lambda" });
  });
});

describe("ministack's EventBridge Scheduler fires one-shot schedules into SQS", () => {
  it("into a queue, once, and removes them; (difference) not by the target that takes a message group", async () => {
    const group = system.aws.resources.schedules.group;
    const body = encodeEnvelope(messageOf(tasks.echo.lambda, "templated", { text: "<later>" }));
    const other = messageOf(tasks.echo.lambda, "universal", { text: "later" });
    const at = Date.now() + 5000;
    await put("templated", at, body);
    // The same schedule as the adapter made it, but for its target: SQS's own templated one.
    const { Schedules } = await call("GET", `/schedules?ScheduleGroup=${group}`);
    const [{ Name }] = Schedules as readonly [{ readonly Name: string }];
    const made = await call("GET", `/schedules/${Name}?groupName=${group}`);
    await put("universal", at, encodeEnvelope(other));
    const { Input, ...target } = made["Target"] as { readonly Input: string };
    const { MessageBody } = JSON.parse(Input) as { readonly MessageBody: string };
    expect(MessageBody).toBe(body);
    await call("POST", `/schedules/rewritten`, {
      GroupName: group,
      ScheduleExpression: made["ScheduleExpression"],
      ScheduleExpressionTimezone: made["ScheduleExpressionTimezone"],
      FlexibleTimeWindow: made["FlexibleTimeWindow"],
      ActionAfterCompletion: made["ActionAfterCompletion"],
      Target: { ...target, Arn: system.aws.resources.queues["default"]?.arn, Input: MessageBody },
    });
    await system.recorded("templated", ({ state }) => state === "SUCCESS");
    expect(system.journal("templated")[0]?.at).toBeGreaterThanOrEqual(at);
    await system.drained("default");
    const left = call("GET", `/schedules/rewritten?groupName=${group}`);
    await expect(left).rejects.toThrow("ResourceNotFoundException");
    expect([starts("templated"), starts("universal")]).toEqual([1, 0]);
  });
});

async function put(name: string, at: number, body: string): Promise<void> {
  await system.ports.schedules.putOneShot({ name, at, queue: "default", body });
}

/** Deploys the handler as a deployment would, and lets it consume its queue. */
async function deploy(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "celeriac-bundle-"));
  const keeper = createChildKeeper();
  try {
    await bundleFunctions([{ entry: LAMBDA_ENTRY, folder }], keeper);
    const FunctionName = `e2e-${freshStage()}`;
    await call("POST", "/2015-03-31/functions", {
      FunctionName,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::000000000000:role/consumer",
      Code: { ZipFile: zipFolder(folder).toString("base64") },
      Timeout: 10,
      MemorySize: 512,
      Environment: { Variables: system.environment },
    });
    await call("POST", "/2015-03-31/event-source-mappings/", {
      FunctionName,
      EventSourceArn: system.aws.resources.queues["default"]?.arn,
      BatchSize: 5,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  } finally {
    await keeper.stop();
    rmSync(folder, { recursive: true });
  }
}
