import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type AwsCall, type CallSite, commandLine } from "./fix.ts";

const AT_AWS: CallSite = { region: "eu-central-1", endpoint: undefined };

/** The words that a shell makes of a line. */
function wordsOf(line: string): readonly string[] {
  const script = `set -- ${line}; printf '%s\\0' "$@"`;
  return execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

describe("a fix's line for the shell", () => {
  it("is a call of the AWS CLI", () => {
    const call: AwsCall = {
      service: "lambda",
      operation: "PutFunctionRecursionConfig",
      input: { FunctionName: "f", RecursiveLoop: "Allow" },
    };
    expect(wordsOf(commandLine(call, AT_AWS))).toEqual([
      "aws",
      "lambda",
      "put-function-recursion-config",
      "--region",
      "eu-central-1",
      "--cli-input-json",
      '{"FunctionName":"f","RecursiveLoop":"Allow"}',
    ]);
  });

  it("calls S3 by the name that the AWS CLI has for its API, and an emulator where it is", () => {
    const call: AwsCall = { service: "s3", operation: "PutPublicAccessBlock", input: {} };
    const line = commandLine(call, { region: "us-east-1", endpoint: "http://127.0.0.1:4566" });
    expect(line).toBe(
      "aws s3api put-public-access-block --region us-east-1 --endpoint-url http://127.0.0.1:4566 --cli-input-json '{}'",
    );
  });

  it("leaves a shell nothing to read into it", () => {
    const text = 'it\'s $HOME `id` "x" \\ ; <aws.scheduler.scheduled-time> \n !';
    const input = { Body: text };
    const line = commandLine({ service: "sqs", operation: "SendMessage", input }, AT_AWS);
    expect(wordsOf(line).at(-1)).toBe(JSON.stringify(input));
  });
});
