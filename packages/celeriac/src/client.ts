/**
 * Sends tasks and follows them, from any app code.
 *
 * @module celeriac/client
 */
import { type Client, createClient as createClientOn } from "@celeriac/client";
import type { App, Logger } from "@celeriac/core";
import { type ConnectionOptions, connect } from "./connection.ts";
import { silentLogger } from "./silent-logger.ts";

export type {
  Client,
  DeadLetter,
  DeadLetterSelection,
  DeadLetters,
  EditInput,
  FindOptions,
  FoundTask,
  RedriveAllOptions,
  Redriven,
  RedriveOptions,
  RedriveProgress,
  RedriveResult,
  RetriedTask,
  RetryByTagOptions,
  RevokeByTagOptions,
  RevokeCounts,
  RevokedTask,
  TagSearch,
  WholeRedrive,
} from "@celeriac/client";
export type { ConnectionOptions } from "./connection.ts";

export interface ClientOptions extends ConnectionOptions {
  /** Where trouble is told that did not fail the call it happened in. @defaultValue silent */
  readonly logger?: Logger | undefined;
}

/** A client with connections of its own. */
export interface ConnectedClient extends Client {
  /** Closes its connections; calls under way end first or fail. */
  close(): Promise<void>;
}

/**
 * Makes a client of an app. No call is made until it is used.
 *
 * @example
 * ```ts
 * const client = createClient(app);
 * const handle = await client.enqueue(resize, { imageId: "a" });
 * const { url } = await handle.result({ timeout: "30s" });
 * ```
 * @throws {CeleriacError} `missing-resource` when the app's resources are not known.
 */
export function createClient(app: App, options: ClientOptions = {}): ConnectedClient {
  const { aws, clock, random } = connect(app, options);
  const client = createClientOn(app, {
    sender: aws.sender,
    receiver: aws.receiver,
    mover: aws.mover,
    store: aws.store,
    locks: aws.locks,
    tags: aws.tags,
    payloads: aws.payloads,
    schedules: aws.schedules,
    clock,
    random,
    logger: options.logger ?? silentLogger,
  });
  return { ...client, close: () => aws.close() };
}
