import { defineApp, defineTask, fargate, lambda } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { consumedQueues } from "./consumed-queues.ts";

const app = defineApp({
  name: "shop",
  tasks: [defineTask({ name: "work", run: () => undefined })],
  queues: { default: lambda(), images: fargate(), video: fargate() },
});

describe("a host consumes the queues of its kind", () => {
  it("all of them unless told otherwise", () => {
    const names = consumedQueues(app, "fargate", undefined).map(({ name }) => name);
    expect(names).toEqual(["images", "video"]);
  });

  it("the named ones", () => {
    expect(consumedQueues(app, "fargate", ["video"]).map(({ name }) => name)).toEqual(["video"]);
  });

  it("never one of another kind: the error names what there is", () => {
    expect(() => consumedQueues(app, "fargate", ["default"])).toThrow(
      '"default" is not a fargate queue of app "shop": expected one of images, video',
    );
  });

  it("and is told when there is none", () => {
    const lambdaOnly = defineApp({
      name: "small",
      tasks: [...app.tasks.values()].map((t) => t.definition),
    });
    expect(() => consumedQueues(lambdaOnly, "fargate", undefined)).toThrow(
      'app "small" has no fargate queue: define one, as in queues: { default: fargate() }',
    );
  });
});
