/** What puts a finding right: deploying again does, or what is said, or one call of AWS. */
export interface Fix {
  readonly text: string;
  /** Where one call does it. */
  readonly call?: AwsCall | undefined;
}

/** A call as the AWS SDK and the AWS CLI name it; `input` is in the API's own form. */
export interface AwsCall {
  readonly service: "sqs" | "lambda" | "dynamodb" | "s3" | "scheduler" | "iam" | "ecs";
  /** `SetQueueAttributes`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** For what no single call can make or change. */
export const DEPLOY: Fix = { text: "deploy the app again" };

/** A fix by one call, which a deployment would do as well. */
export function byCall(
  text: string,
  service: AwsCall["service"],
  operation: string,
  input: AwsCall["input"],
): Fix {
  return { text, call: { service, operation, input } };
}

/** Where a call goes. */
export interface CallSite {
  readonly region: string;
  /** When not to AWS. */
  readonly endpoint: string | undefined;
}

/** A call as a line for a POSIX shell, by the AWS CLI of version 2. */
export function commandLine({ service, operation, input }: AwsCall, site: CallSite): string {
  const words = [
    "aws",
    service === "s3" ? "s3api" : service,
    kebabCase(operation),
    "--region",
    quoted(site.region),
    ...(site.endpoint === undefined ? [] : ["--endpoint-url", quoted(site.endpoint)]),
    "--cli-input-json",
    quoted(JSON.stringify(input)),
  ];
  return words.join(" ");
}

function kebabCase(operation: string): string {
  return operation.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

/** Within single quotes a shell reads nothing but the quote itself. */
function quoted(word: string): string {
  return /^[\w:/.-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
