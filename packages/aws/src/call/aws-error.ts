import { CeleriacError, type ErrorCode } from "@celeriac/core";
import type { ReadAction } from "../inspect/read-action.ts";
import { type CallName, iamActionOf } from "./call-policy.ts";
import { classifyFailure, type FailureFacts, type FailureKind, factsOf } from "./failure-facts.ts";

/** What an error's message tells of the call that failed. */
export interface FailedCall {
  readonly name: CallName | ReadAction;
  /** What was called upon, in words: `queue "images" (https://…)`. */
  readonly resource: string;
  /** The endpoint, or the service and its region. */
  readonly target: string;
  readonly deadlineMs: number;
  /** The deadline of the whole call passed. */
  readonly late: boolean;
  /** The request may have been carried out although no good answer came. */
  readonly uncertain: boolean;
}

/**
 * Says what went wrong with an AWS call, as a {@link CeleriacError} with the SDK's error as its cause. `details` holds
 * `operation`, `resource`, `awsCode` and `uncertain`; no message holds anything that was sent.
 */
export function toCeleriacError(error: unknown, call: FailedCall): CeleriacError {
  if (CeleriacError.is(error)) return error;
  const facts = factsOf(error);
  const kind = call.late ? "late" : classifyFailure(facts);
  const { code, retryable, says } = REPORTS[kind];
  return new CeleriacError(code(call.name), `${call.name}: ${says(call, facts)}`, {
    cause: error,
    retryable,
    details: {
      operation: call.name,
      resource: call.resource,
      awsCode: facts.name,
      uncertain: call.uncertain,
    },
  });
}

/** The name that AWS gave an error, without its prefix; empty when it came from elsewhere. */
export function awsCodeOf(error: unknown): string {
  if (!CeleriacError.is(error)) return "";
  const code = error.details["awsCode"];
  return typeof code === "string" ? code : "";
}

/** Whether what was asked for may have been done although no good answer came. */
export function isUncertain(error: CeleriacError): boolean {
  return error.details["uncertain"] === true;
}

interface Report {
  readonly code: (name: FailedCall["name"]) => ErrorCode;
  readonly retryable: boolean;
  readonly says: (call: FailedCall, facts: FailureFacts) => string;
}

const always = (code: ErrorCode) => (): ErrorCode => code;

const REPORTS: Readonly<Record<FailureKind, Report>> = {
  missing: {
    code: missingCode,
    retryable: false,
    says: (call) =>
      `there is no ${call.resource} at ${call.target}: deploy the app, or correct CELERIAC_RESOURCES`,
  },
  "no-credentials": {
    code: always("credentials-missing"),
    retryable: false,
    says: () =>
      "no AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (AWS_SESSION_TOKEN too, if they are temporary), or AWS_PROFILE, or give the function or container a role",
  },
  "bad-credentials": {
    code: always("credentials-missing"),
    retryable: false,
    says: (_call, facts) =>
      `AWS does not take these credentials (${facts.name}): they are wrong or have expired; renew AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or sign in again with the profile`,
  },
  "access-denied": {
    code: always("access-denied"),
    retryable: false,
    says: (call) =>
      `the credentials in use may not do that to ${call.resource}: their policy must allow ${iamActionOf(call.name)} on it`,
  },
  unreachable: {
    code: always("unreachable"),
    retryable: true,
    says: (call, facts) =>
      `${call.target} cannot be reached (${facts.networkCode ?? facts.message}): check the endpoint and region in CELERIAC_RESOURCES, that the network allows it, and that the emulator runs if it is one`,
  },
  untrusted: {
    code: always("unreachable"),
    retryable: false,
    says: (call, facts) =>
      `${call.target} shows a certificate that is not trusted (${facts.networkCode ?? facts.message}): check the endpoint, or NODE_EXTRA_CA_CERTS`,
  },
  "attempt-timeout": {
    code: always("call-timeout"),
    retryable: true,
    says: (call) => `no answer from ${call.target} in time, several times`,
  },
  late: {
    code: always("call-timeout"),
    retryable: true,
    says: (call) => `no answer from ${call.target} within ${call.deadlineMs} ms`,
  },
  throttled: {
    code: always("throttled"),
    retryable: true,
    says: (call, facts) =>
      `AWS throttles ${call.resource} (${facts.name}), after every retry; try again later`,
  },
  unavailable: {
    code: always("service-error"),
    retryable: true,
    says: (call, facts) => `${call.target} failed: ${told(facts)}`,
  },
  nonsense: {
    code: always("service-error"),
    retryable: false,
    says: (call, facts) =>
      `${call.target} answered with something else than AWS's protocol (HTTP ${facts.status ?? "?"}): check the endpoint in CELERIAC_RESOURCES`,
  },
  refused: {
    code: always("refused"),
    retryable: false,
    says: (call, facts) => `refused for ${call.resource}: ${told(facts)}`,
  },
  broken: {
    code: always("service-error"),
    retryable: false,
    says: (call, facts) => `failed for ${call.resource}: ${told(facts)}`,
  },
};

function missingCode(name: FailedCall["name"]): ErrorCode {
  if (name.startsWith("sqs:")) return "queue-not-found";
  if (name.startsWith("dynamodb:")) return "table-not-found";
  if (name.startsWith("s3:")) return "bucket-not-found";
  return "missing-resource";
}

const LONGEST_TEXT = 300;

function told(facts: FailureFacts): string {
  const text = facts.message.slice(0, LONGEST_TEXT);
  return text === "" ? facts.name : `${facts.name}: ${text}`;
}
