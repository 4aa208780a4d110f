import { CeleriacError } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { awsCodeOf, type FailedCall, isUncertain, toCeleriacError } from "./aws-error.ts";
import { CALL_POLICIES, type CallName } from "./call-policy.ts";

const call: FailedCall = {
  name: "sqs:SendMessageBatch",
  resource: 'queue "images" (https://sqs.eu-central-1.amazonaws.com/1/images)',
  target: "AWS sqs in eu-central-1",
  deadlineMs: 15_000,
  late: false,
  uncertain: false,
};

function sdkError(name: string, fields: object = {}, message = "told by AWS"): Error {
  return Object.assign(new Error(message), { name, ...fields });
}

const status = (httpStatusCode: number): object => ({ $metadata: { httpStatusCode } });

describe("every failure of an AWS call has one code, and says what to do", () => {
  it.each([
    [sdkError("QueueDoesNotExist", status(400)), "queue-not-found", false, "deploy the app"],
    [
      sdkError("AWS.SimpleQueueService.NonExistentQueue", status(400)),
      "queue-not-found",
      false,
      "images",
    ],
    [sdkError("CredentialsProviderError"), "credentials-missing", false, "AWS_ACCESS_KEY_ID"],
    [sdkError("ExpiredTokenException", status(400)), "credentials-missing", false, "expired"],
    [
      sdkError("SignatureDoesNotMatch", status(403)),
      "credentials-missing",
      false,
      "AWS_SECRET_ACCESS_KEY",
    ],
    [sdkError("UnrecognizedClientException", status(400)), "credentials-missing", false, "renew"],
    [
      sdkError("AccessDenied", status(403)),
      "access-denied",
      false,
      "must allow sqs:SendMessage on it",
    ],
    [sdkError("SomethingNew", status(403)), "access-denied", false, "sqs:SendMessage"],
    [sdkError("TimeoutError", { code: "ECONNREFUSED" }), "unreachable", true, "ECONNREFUSED"],
    [
      sdkError("Error", { code: "ENOTFOUND" }),
      "unreachable",
      true,
      "check the endpoint and region",
    ],
    [
      sdkError(
        "TimeoutError",
        {},
        "the request socket did not establish a connection with the server",
      ),
      "unreachable",
      true,
      "did not establish",
    ],
    [
      sdkError("Error", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }),
      "unreachable",
      false,
      "certificate",
    ],
    [sdkError("TimeoutError", { code: "ETIMEDOUT" }), "call-timeout", true, "no answer"],
    [sdkError("RequestThrottled", status(403)), "throttled", true, "try again later"],
    [sdkError("SomethingNew", status(429)), "throttled", true, "SomethingNew"],
    [
      sdkError("SomethingNew", { ...status(400), $retryable: { throttling: true } }),
      "throttled",
      true,
      "",
    ],
    [sdkError("InternalError", status(500)), "service-error", true, "InternalError: told by AWS"],
    [sdkError("SomethingNew", status(503)), "service-error", true, "SomethingNew"],
    [sdkError("SyntaxError", status(200)), "service-error", false, "(HTTP 200)"],
    [sdkError("SomethingNew", status(302)), "service-error", false, "(HTTP 302)"],
    [sdkError("InvalidMessageContents", status(400)), "refused", false, "told by AWS"],
    [sdkError("TypeError"), "service-error", false, "told by AWS"],
    ["not even an error", "service-error", false, "string"],
  ] as const)("%s: %s", (error, code, retryable, says) => {
    const mapped = toCeleriacError(error, call);
    expect(mapped).toMatchObject({ code, retryable, cause: error });
    expect(mapped.message).toContain("sqs:SendMessageBatch: ");
    expect(mapped.message).toContain(says);
  });

  it.each([
    ["dynamodb:BatchExecuteStatement", "ResourceNotFoundException", "table-not-found"],
    ["s3:GetObject", "NoSuchBucket", "bucket-not-found"],
    ["scheduler:CreateSchedule", "ResourceNotFoundException", "missing-resource"],
  ] as const)("%s of what is not there: %s is %s", (name, awsName, code) => {
    const error = sdkError(awsName, status(404));
    expect(toCeleriacError(error, { ...call, name })).toMatchObject({ code });
  });

  it("a deadline that passed counts, whatever the SDK made of it", () => {
    const late = { ...call, late: true, uncertain: true };
    const mapped = toCeleriacError(sdkError("AbortError"), late);
    expect(mapped).toMatchObject({ code: "call-timeout", retryable: true });
    expect(mapped.message).toContain("within 15000 ms");
    expect(isUncertain(mapped)).toBe(true);
  });

  it("an error of ours stays as it is", () => {
    const ours = new CeleriacError("missing-resource", "ours");
    expect(toCeleriacError(ours, call)).toBe(ours);
  });

  it("AWS's own name can be asked for, without its prefix", () => {
    expect(awsCodeOf(toCeleriacError(sdkError("com.amazonaws.sqs#NoSuchKey"), call))).toBe(
      "NoSuchKey",
    );
    expect(awsCodeOf(new CeleriacError("refused", "ours"))).toBe("");
    expect(awsCodeOf("not even an error")).toBe("");
  });

  it("a long text of AWS is cut", () => {
    const mapped = toCeleriacError(sdkError("InvalidThing", status(400), "x".repeat(5000)), call);
    expect(mapped.message.length).toBeLessThan(500);
  });
});

describe("a call's policy", () => {
  it("leaves time for a second attempt within the deadline, except where there is none", () => {
    for (const [name, policy] of Object.entries(CALL_POLICIES)) {
      const attempts = (name as CallName) === "sqs:ReceiveMessage" ? 1 : 2;
      expect(policy.deadlineMs, name).toBeGreaterThanOrEqual(policy.attemptMs * attempts);
    }
  });
});
