const scopeOf = (service: string): string => `test/20260101/us-east-1/${service}/aws4_request`;

type Answer = Readonly<Record<string, unknown>>;

interface ServiceCall {
  readonly endpoint: string;
  readonly service: "lambda" | "scheduler" | "sqs";
  readonly method: "GET" | "POST";
  readonly path: string;
  /** What SQS is asked to do. */
  readonly action?: string;
  readonly request?: object | undefined;
}

/**
 * One call of a service of AWS at an emulator, which checks no signature: for calls that no client of this repository
 * makes.
 * @throws {Error} with the answer, when it is none of success.
 */
export async function serviceCall(call: ServiceCall): Promise<Answer> {
  const { endpoint, service, method, path, action, request } = call;
  const response = await fetch(`${endpoint}${path}`, {
    method,
    headers: {
      "content-type": action === undefined ? "application/json" : "application/x-amz-json-1.0",
      "x-amz-date": "20260101T000000Z",
      authorization: `AWS4-HMAC-SHA256 Credential=${scopeOf(service)}, SignedHeaders=host, Signature=none`,
      ...(action === undefined ? {} : { "x-amz-target": `AmazonSQS.${action}` }),
    },
    ...(request === undefined ? {} : { body: JSON.stringify(request) }),
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${method} ${path} ${action ?? ""}: ${response.status} ${text}`);
  return text === "" ? {} : (JSON.parse(text) as Answer);
}
