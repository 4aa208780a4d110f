const SCOPE = (service: string): string => `test/20260101/us-east-1/${service}/aws4_request`;

/**
 * One call of a REST service of AWS at an emulator, which checks no signature: for services whose client this
 * repository does not need otherwise.
 * @throws {Error} with the answer, when it is none of success.
 */
export async function restCall(
  endpoint: string,
  service: "lambda" | "scheduler",
  method: "GET" | "POST",
  path: string,
  request?: object,
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(`${endpoint}${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      "x-amz-date": "20260101T000000Z",
      authorization: `AWS4-HMAC-SHA256 Credential=${SCOPE(service)}, SignedHeaders=host, Signature=none`,
    },
    ...(request === undefined ? {} : { body: JSON.stringify(request) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}
