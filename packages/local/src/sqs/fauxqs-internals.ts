import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { buildApp } from "fauxqs";
import { emulatorError } from "../emulator-error.ts";
import { packageFolder } from "../install/package-folder.ts";

/** What fauxqs keeps its state in. */
export type FauxqsStores = NonNullable<
  NonNullable<NonNullable<Parameters<typeof buildApp>[0]>["stores"]>
>;
export type FauxqsQueueStore = FauxqsStores["sqsStore"];

export interface FauxqsPersistence extends NonNullable<FauxqsStores["s3Store"]["persistence"]> {
  load(queues: unknown, topics: unknown, objects: unknown): void;
  close(): void;
}

export interface FauxqsInternals {
  readonly buildApp: typeof buildApp;
  readonly createStores: () => FauxqsStores;
  /** Keeps stores in a SQLite file in the folder, which it makes. */
  readonly createPersistence: (folder: string) => FauxqsPersistence;
  readonly md5OfMessageAttributes: (attributes: Record<string, { DataType: string }>) => string;
  /** Tests a body for characters that SQS refuses. */
  readonly invalidBodyCharacter: RegExp;
}

/**
 * fauxqs exports `startFauxqs`, which listens on every address, and `buildApp`, which keeps nothing between runs. To
 * have loopback and persistence its stores are needed, and these are not exported: they are loaded by their path,
 * and the version is pinned exactly.
 */
export async function loadFauxqs(): Promise<FauxqsInternals> {
  const folder = packageFolder("fauxqs", import.meta.url);
  if (folder === undefined) throw emulatorError("fauxqs is not installed");
  const load = (path: string): Promise<Record<string, unknown>> =>
    import(pathToFileURL(join(folder, "dist", path)).href);
  const [{ buildApp }, sqs, sns, s3, persistence, md5, types] = await Promise.all([
    import("fauxqs"),
    load("sqs/sqsStore.js"),
    load("sns/snsStore.js"),
    load("s3/s3Store.js"),
    load("persistence.js"),
    load("common/md5.js"),
    load("sqs/sqsTypes.js"),
  ]);
  const SqsStore = sqs["SqsStore"] as new () => FauxqsStores["sqsStore"];
  const SnsStore = sns["SnsStore"] as new () => FauxqsStores["snsStore"];
  const S3Store = s3["S3Store"] as new () => FauxqsStores["s3Store"];
  const PersistenceManager = persistence["PersistenceManager"] as new (
    folder: string,
  ) => FauxqsPersistence;
  return {
    buildApp,
    createStores: () => ({
      sqsStore: new SqsStore(),
      snsStore: new SnsStore(),
      s3Store: new S3Store(),
    }),
    createPersistence: (folder) => new PersistenceManager(folder),
    md5OfMessageAttributes: md5[
      "md5OfMessageAttributes"
    ] as FauxqsInternals["md5OfMessageAttributes"],
    invalidBodyCharacter: types["INVALID_MESSAGE_BODY_CHAR"] as RegExp,
  };
}
