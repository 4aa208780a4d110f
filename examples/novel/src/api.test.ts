import { afterAll, expect, it, vi } from "vitest";

const queue = (name: string) => ({
  url: `http://127.0.0.1:1/${name}`,
  arn: `arn:aws:sqs:::${name}`,
});

afterAll(() => vi.unstubAllEnvs());

it("answers a function URL's events, with the app's SST link and nothing configured", async () => {
  const link = {
    ...{ kind: "celeriac-resources", app: "novel", region: "us-east-1" },
    queues: Object.fromEntries(
      ["default", "default-dlq", "studio", "studio-dlq"].map((name) => [name, queue(name)]),
    ),
    ...{ table: "novel", bucket: "novel", schedules: { group: "novel", roleArn: "arn" } },
  };
  vi.stubEnv("SST_RESOURCE_Novel", JSON.stringify(link));
  const { handler } = await import("./api.ts");
  const http = {
    method: "POST",
    path: "/chapters",
    protocol: "HTTP/1.1",
    sourceIp: "",
    userAgent: "",
  };
  const answer = await handler({
    ...{ version: "2.0", routeKey: "$default", rawPath: "/chapters", rawQueryString: "" },
    headers: { host: "abc.lambda-url.us-east-1.on.aws" },
    body: '{"chapter":"1"}',
    isBase64Encoded: false,
    requestContext: { domainName: "abc.lambda-url.us-east-1.on.aws", http } as never,
  });
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toContain("text: ");
});
