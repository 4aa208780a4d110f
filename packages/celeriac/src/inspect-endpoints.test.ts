import { describe, expect, it } from "vitest";
import { inspectEndpoints } from "./inspect-endpoints.ts";

describe("where services answer that the resources do not name", () => {
  it("is what the AWS SDK's variables say, one for each service before the one for all", () => {
    expect(
      inspectEndpoints({
        AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
        AWS_ENDPOINT_URL_IAM: "http://127.0.0.1:1",
        AWS_ENDPOINT_URL_ECS: "",
      }),
    ).toEqual({
      lambda: "http://127.0.0.1:4566",
      iam: "http://127.0.0.1:1",
      ecs: "http://127.0.0.1:4566",
    });
  });

  it("is AWS without them", () => {
    expect(inspectEndpoints({})).toEqual({});
  });
});
