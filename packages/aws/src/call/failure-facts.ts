/** What can be read from an error of the SDK, whichever service or layer it came from. */
export interface FailureFacts {
  /** AWS's name of the error without its prefix: `QueueDoesNotExist`. */
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
  /** Node's code of a network failure: `ECONNREFUSED`. */
  readonly networkCode: string | undefined;
  readonly throttling: boolean;
}

export type FailureKind =
  | "missing"
  | "no-credentials"
  | "bad-credentials"
  | "access-denied"
  | "unreachable"
  | "untrusted"
  | "attempt-timeout"
  | "late"
  | "throttled"
  | "unavailable"
  | "nonsense"
  | "refused"
  | "broken";

/** Reads an SDK error. The SDK's classes are not compared with: they are loaded late, and may be there twice. */
export function factsOf(error: unknown): FailureFacts {
  const fields = (typeof error === "object" && error !== null ? error : {}) as SdkError;
  return {
    name: shortName(textOf(fields.name) ?? typeof error),
    message: textOf(fields.message) ?? "",
    status: fields.$metadata?.httpStatusCode,
    networkCode: textOf(fields.code),
    throttling: fields.$retryable?.throttling === true,
  };
}

/** The last part of a name: `AWS.SimpleQueueService.NonExistentQueue` and `com.amazonaws…#Name` alike. */
export function shortName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf("."), name.lastIndexOf("#")) + 1);
}

/** Sorts a failure by what its reader can do. */
export function classifyFailure(facts: FailureFacts): FailureKind {
  const known = BY_NAME.get(facts.name);
  if (known !== undefined) return known;
  if (facts.throttling || facts.status === 429) return "throttled";
  if (facts.networkCode !== undefined && UNREACHABLE.has(facts.networkCode)) return "unreachable";
  if (facts.networkCode !== undefined && UNTRUSTED.test(facts.networkCode)) return "untrusted";
  if (facts.name === "TimeoutError") {
    // the handler's own error when no socket came about has this text and no code
    return facts.message.includes("did not establish a connection")
      ? "unreachable"
      : "attempt-timeout";
  }
  if (facts.name === "SyntaxError") return "nonsense";
  if (facts.status === undefined) return "broken";
  if (facts.status >= 500) return "unavailable";
  if (facts.status === 403) return "access-denied";
  return facts.status >= 400 ? "refused" : "nonsense";
}

interface SdkError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: { readonly throttling?: boolean };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

const NAMES: Readonly<Partial<Record<FailureKind, readonly string[]>>> = {
  missing: [
    "QueueDoesNotExist",
    "NonExistentQueue",
    "ResourceNotFoundException",
    "ResourceNotFound",
    "NoSuchBucket",
  ],
  "no-credentials": ["CredentialsProviderError"],
  "bad-credentials": [
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
  ],
  "access-denied": [
    "AccessDenied",
    "AccessDeniedException",
    "KmsAccessDenied",
    "NotAuthorized",
    "UnauthorizedOperation",
  ],
  throttled: [
    "BandwidthLimitExceeded",
    "KmsThrottled",
    "LimitExceededException",
    "OverLimit",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceeded",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "Throttling",
    "ThrottlingError",
    "ThrottlingException",
    "TooManyRequestsException",
  ],
  unavailable: [
    "InternalError",
    "InternalFailure",
    "InternalServerError",
    "ServiceUnavailable",
    // one item changed by two at once: nothing was written, and it passes
    "TransactionConflict",
    "TransactionConflictException",
  ],
  refused: ["ValidationError"],
};

const BY_NAME: ReadonlyMap<string, FailureKind> = new Map(
  Object.entries(NAMES).flatMap(([kind, names]) =>
    names.map((name): [string, FailureKind] => [name, kind as FailureKind]),
  ),
);

const UNREACHABLE: ReadonlySet<string> = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
]);

const UNTRUSTED = /^(CERT_|DEPTH_ZERO_|ERR_SSL_|ERR_TLS_|SELF_SIGNED_|UNABLE_TO_)/;
