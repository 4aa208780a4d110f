import { defineApp, defineTask, handle, lambda, type Resources } from "@celeriac/core";
import { afterEach, expect, it, vi } from "vitest";
import { createLambdaHandler } from "./lambda.ts";

afterEach(() => vi.unstubAllEnvs());

const mail = defineTask({ name: "mail" });
const resize = defineTask({ name: "resize" });
const app = defineApp({
  name: "shop",
  tasks: [mail, resize],
  queues: { default: lambda(), images: lambda() },
  routes: { resize: "images" },
});
const queue = { url: "https://sqs/q", arn: "arn:aws:sqs:eu-west-1:1:q" };
const resources: Resources = {
  app: "shop",
  region: "eu-west-1",
  queues: { default: queue, "default-dlq": queue, images: queue, "images-dlq": queue },
  table: "tasks",
  bucket: "payloads",
  schedules: { group: "shop", roleArn: "arn:aws:iam::1:role/r" },
};

it("a function needs handlers for the tasks of the queues that it is assigned, and for no other", () => {
  const handlers = [handle(resize, () => undefined)];
  expect(() => createLambdaHandler(app, handlers, { resources })).toThrow(/"mail"/);
  vi.stubEnv("CELERIAC_QUEUES", "images");
  expect(createLambdaHandler(app, handlers, { resources })).toBeTypeOf("function");
  vi.stubEnv("CELERIAC_QUEUES", "default");
  expect(() => createLambdaHandler(app, handlers, { resources })).toThrow(/"mail"/);
  const queues = ["images"];
  expect(createLambdaHandler(app, handlers, { resources, queues })).toBeTypeOf("function");
});

it("a function that is assigned a queue which the app does not have says so", () => {
  vi.stubEnv("CELERIAC_QUEUES", "imgaes");
  expect(() => createLambdaHandler(app, [], { resources })).toThrow(
    '"imgaes" is not a lambda queue of app "shop": expected one of default, images',
  );
});
