import { createClient } from "celeriac/client";
import { expect, inject, it } from "vitest";
import { app } from "../../e2e/fixture/app.ts";
import { signedBy } from "../../e2e/fixture/caller.ts";
import { startAws } from "../../e2e/fixture/start-aws.ts";
import { createCallNotes } from "../recorder/recording.ts";
import { startRecordingProxy } from "../recorder/recording-proxy.ts";
import { startMovingSqs } from "./moving-sqs.ts";

it("a whole dead-letter queue is moved by SQS, followed and cancelled", async () => {
  const aws = await startAws(app, {});
  const moving = await startMovingSqs();
  const file = inject("recorder")?.file ?? "";
  const sqs = moving.url;
  const targets = { sqs, dynamodb: sqs, s3: sqs, scheduler: sqs };
  const proxy = await startRecordingProxy(targets, createCallNotes(file));
  const resources = signedBy(
    { ...aws.resources, endpoints: { ...aws.resources.endpoints, sqs: proxy.url } },
    "operator",
  );
  const client = createClient(app, { resources });
  const redrive = await client.deadLetters("worker").redriveAll();
  expect(redrive.way).toBe("move");
  expect(await redrive.progress()).toMatchObject({ state: "running" });
  await redrive.cancel();
  expect(await redrive.ended()).toMatchObject({ state: "cancelled" });
  await client.close();
  await proxy.close();
  await moving.close();
  await aws.stop();
});
