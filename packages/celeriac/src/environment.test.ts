import { describe, expect, it } from "vitest";
import { resourcesFromEnvironment } from "./environment.ts";

const RESOURCES = {
  app: "shop",
  region: "eu-west-1",
  queues: { default: { url: "https://sqs/q", arn: "arn:aws:sqs:eu-west-1:1:q" } },
  table: "tasks",
  bucket: "payloads",
  schedules: { group: "shop", roleArn: "arn:aws:iam::1:role/r" },
};

describe("an app's resources come from the environment", () => {
  it("as JSON", () => {
    const environment = { CELERIAC_RESOURCES: JSON.stringify(RESOURCES) };
    expect(resourcesFromEnvironment(environment)).toEqual(RESOURCES);
  });

  it.each([{}, { CELERIAC_RESOURCES: "" }])(
    "absent: the error names the variable and who sets it",
    (environment) => {
      expect(() => resourcesFromEnvironment(environment)).toThrow(
        /^CELERIAC_RESOURCES is not set: .*deployment.*embedded AWS.*pass `resources`/,
      );
    },
  );

  it("malformed: an error, never a half-read configuration", () => {
    expect(() => resourcesFromEnvironment({ CELERIAC_RESOURCES: "{" })).toThrow(/JSON/);
    expect(() => resourcesFromEnvironment({ CELERIAC_RESOURCES: "{}" })).toThrow();
  });
});
