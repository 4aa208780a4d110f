/**
 * AWS on one machine, for development and tests: real SQS, DynamoDB, S3, Scheduler and Lambda calls on loopback.
 *
 * @module celeriac/local
 */
import { type App, topology } from "@celeriac/core";
import {
  type EmbeddedAws,
  type EmbeddedAwsOptions,
  startEmbeddedAws as startEmbeddedAwsOf,
} from "@celeriac/local";

export type { EmbeddedAws, EmbeddedAwsOptions, EmbeddedLogLine } from "@celeriac/local";

export { type LocalApp, type LocalOptions, startLocal } from "./start-local.ts";

/**
 * Starts emulators that hold an app's resources, and its Lambda functions; hand `environment` to the app's processes.
 * @throws {CeleriacError} `missing-package` when an emulator is not installed; `emulator-failed` when one does not start.
 */
export function startEmbeddedAws(
  app: App,
  options: Omit<EmbeddedAwsOptions, "topology"> = {},
): Promise<EmbeddedAws> {
  return startEmbeddedAwsOf({ ...options, topology: topology(app) });
}
