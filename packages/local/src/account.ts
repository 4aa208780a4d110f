/** What stands for an AWS account here. The emulators take any credentials; these are what everything is given. */
export const REGION = "us-east-1";
export const ACCOUNT_ID = "000000000000";
export const CREDENTIALS: { readonly accessKeyId: string; readonly secretAccessKey: string } = {
  accessKeyId: "local",
  secretAccessKey: "local",
};

/** The role that schedules must name; nothing checks what it may do. */
export const SCHEDULER_ROLE_ARN: string = `arn:aws:iam::${ACCOUNT_ID}:role/celeriac-local-scheduler`;

/** Every server listens here and nowhere else. */
export const LOOPBACK = "127.0.0.1";

/** How every SDK client of this package reaches an emulator. */
export interface EmulatorClientConfig {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: typeof CREDENTIALS;
}

export function emulatorClientConfig(endpoint: string): EmulatorClientConfig {
  // A copy: the SDK notes in the object where it had it from.
  return { region: REGION, endpoint, credentials: { ...CREDENTIALS } };
}
