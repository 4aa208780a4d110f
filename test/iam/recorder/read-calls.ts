import type { RecordedCall } from "./recorded-call.ts";

/** A request of AWS as it is on the wire. */
export interface AwsRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export type Service = RecordedCall["service"];

/** Whose credentials a request is signed with, and for which service. @throws {Error} for one that is not signed. */
export function signerOf({ headers, method, url }: AwsRequest): {
  readonly caller: string;
  readonly service: Service;
} {
  const scope = /Credential=([^/]+)\/\d+\/[^/]+\/(sqs|dynamodb|s3|scheduler)\/aws4_request/;
  const [, caller, service] = scope.exec(String(headers["authorization"])) ?? [];
  if (caller === undefined) throw new Error(`${method} ${url} is not signed for a known service`);
  return { caller, service: service as Service };
}

/** The calls that a request makes: one for each statement of a batch of them, else one. */
export function readCalls(request: AwsRequest): readonly RecordedCall[] {
  const { caller, service } = signerOf(request);
  switch (service) {
    case "sqs":
      return [{ caller, ...readSqs(request) }];
    case "dynamodb":
      return readDynamoDb(request).map((call) => ({ caller, ...call }));
    case "s3":
      return [{ caller, ...readS3(request) }];
    case "scheduler":
      return [{ caller, ...readScheduler(request) }];
  }
}

type Of<Kind extends Service> =
  Extract<RecordedCall, { service: Kind }> extends infer Call
    ? Omit<Call, "caller"> & { readonly service: Kind }
    : never;

/** SQS and DynamoDB name the operation in a header: `AmazonSQS.SendMessage`. */
function operationIn({ headers }: AwsRequest): string {
  return String(headers["x-amz-target"]).split(".").at(-1) ?? "";
}

function readSqs(request: AwsRequest): Of<"sqs"> {
  const input = JSON.parse(request.body) as Record<string, string | undefined>;
  const { QueueUrl: queueUrl, DestinationArn: destinationArn, TaskHandle: handle } = input;
  const sourceArn = input["SourceArn"] ?? (handle === undefined ? undefined : sourceOf(handle));
  return {
    service: "sqs",
    operation: operationIn(request),
    ...(queueUrl === undefined ? {} : { queueUrl }),
    ...(sourceArn === undefined ? {} : { sourceArn }),
    ...(destinationArn === undefined ? {} : { destinationArn }),
  };
}

/** A message move's handle is JSON in base64, which names the queue that is moved from (CancelMessageMoveTask, Examples). */
function sourceOf(handle: string): string {
  const text = Buffer.from(handle, "base64").toString("utf8");
  return (JSON.parse(text) as { readonly sourceArn: string }).sourceArn;
}

function readDynamoDb(request: AwsRequest): readonly Of<"dynamodb">[] {
  const service = "dynamodb" as const;
  const operation = operationIn(request);
  const input = JSON.parse(request.body) as {
    readonly TableName?: string;
    readonly RequestItems?: Readonly<Record<string, unknown>>;
    readonly Statements?: readonly { readonly Statement: string }[];
  };
  if (input.Statements !== undefined) {
    return input.Statements.map(({ Statement: text }) => {
      const [, statement = "", table = ""] = /^(\w+)[^"]*"([^"]+)"/.exec(text) ?? [];
      return { service, operation, statement, table };
    });
  }
  const tables = Object.keys(input.RequestItems ?? { [input.TableName ?? ""]: true });
  return tables.map((table) => ({ service, operation, table }));
}

/** Path style, and the SDK's own word for the operation where there is one. */
function readS3({ method, url }: AwsRequest): Of<"s3"> {
  const { pathname, searchParams } = new URL(url, "http://s3");
  const [bucket = "", ...key] = decodeURIComponent(pathname).slice(1).split("/");
  return {
    service: "s3",
    operation: searchParams.get("x-id") ?? method,
    bucket,
    key: key.join("/"),
  };
}

/** REST: `POST /schedules/<name>` creates one, the group is in the body or in the query. */
function readScheduler({ method, url, body }: AwsRequest): Of<"scheduler"> {
  const { pathname, searchParams } = new URL(url, "http://scheduler");
  const [, kind = "", name = ""] = pathname.split("/");
  const service = "scheduler" as const;
  const group = searchParams.get("groupName") ?? "";
  if (kind !== "schedules" || method !== "POST") {
    return { service, operation: `${method} ${kind}`, schedule: name, group };
  }
  const { GroupName = "", Target } = JSON.parse(body) as {
    readonly GroupName?: string;
    readonly Target: {
      readonly Arn: string;
      readonly RoleArn: string;
      readonly Input: string;
      readonly DeadLetterConfig?: { readonly Arn: string };
    };
  };
  const { QueueUrl: queueUrl } = JSON.parse(Target.Input) as { readonly QueueUrl: string };
  return {
    service,
    operation: `${method} ${kind}`,
    schedule: name,
    group: GroupName,
    target: {
      arn: Target.Arn,
      roleArn: Target.RoleArn,
      queueUrl,
      deadLetterArn: Target.DeadLetterConfig?.Arn ?? "",
    },
  };
}
