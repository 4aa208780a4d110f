/** A call of a service of AWS, as the SDK names it. */
export interface AwsCall {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
}

type Answer = Readonly<Record<string, unknown>>;
type Construct<Instance> = new (...values: readonly unknown[]) => Instance;

interface SdkClient {
  send(command: object): Promise<Answer>;
  destroy(): void;
}

/** Where every call goes. */
const SITE = {
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
  forcePathStyle: true,
  // An emulator's error is to be seen at once, not after four more tries.
  maxAttempts: 1,
} as const;

/** Makes any call of any service at an emulator, through the SDK. @throws {Error} what the SDK throws. */
export async function awsCall(endpoint: string, call: AwsCall): Promise<Answer> {
  const { service, operation, input } = call;
  const sdk = (await import(`@aws-sdk/client-${service}`)) as Readonly<Record<string, unknown>>;
  const nameOfClient = Object.keys(sdk).find((name) => CLIENT.test(name) && name !== "__Client");
  const Client = sdk[nameOfClient ?? ""] as Construct<SdkClient>;
  const Command = sdk[`${operation}Command`] as Construct<object>;
  const client = new Client({ ...SITE, credentials: { ...SITE.credentials }, endpoint });
  try {
    return await client.send(new Command(input));
  } finally {
    client.destroy();
  }
}

const CLIENT = /^[A-Za-z0-9]+Client$/;
