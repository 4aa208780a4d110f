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

/** The version that this is made for. */
export const FAUXQS_VERSION = "2.4.1";

/**
 * fauxqs exports `startFauxqs`, which listens on every address, and `buildApp`, which keeps nothing between runs. To
 * have loopback and persistence its stores are needed, and these are not exported: they are loaded by their path.
 * @throws {CeleriacError} emulator-failed where the version that is installed has them not.
 */
export async function loadFauxqs(): Promise<FauxqsInternals> {
  const folder = packageFolder("fauxqs", import.meta.url);
  if (folder === undefined) throw emulatorError("fauxqs is not installed");
  const [{ buildApp }, SqsStore, SnsStore, S3Store, PersistenceManager, md5, characters] =
    await Promise.all([
      import("fauxqs"),
      fauxqsExport<new () => FauxqsStores["sqsStore"]>(folder, "sqs/sqsStore.js", "SqsStore"),
      fauxqsExport<new () => FauxqsStores["snsStore"]>(folder, "sns/snsStore.js", "SnsStore"),
      fauxqsExport<new () => FauxqsStores["s3Store"]>(folder, "s3/s3Store.js", "S3Store"),
      fauxqsExport<new (folder: string) => FauxqsPersistence>(
        folder,
        "persistence.js",
        "PersistenceManager",
      ),
      fauxqsExport<FauxqsInternals["md5OfMessageAttributes"]>(
        folder,
        "common/md5.js",
        "md5OfMessageAttributes",
      ),
      fauxqsExport<RegExp>(folder, "sqs/sqsTypes.js", "INVALID_MESSAGE_BODY_CHAR"),
    ]);
  return {
    buildApp,
    createStores: () => ({
      sqsStore: new SqsStore(),
      snsStore: new SnsStore(),
      s3Store: new S3Store(),
    }),
    createPersistence: (path) => new PersistenceManager(path),
    md5OfMessageAttributes: md5,
    invalidBodyCharacter: characters,
  };
}

/**
 * What a file of fauxqs exports, for itself alone.
 * @throws {CeleriacError} emulator-failed where there is no such thing.
 */
export async function fauxqsExport<Value>(
  folder: string,
  file: string,
  name: string,
): Promise<Value> {
  const path = join(folder, "dist", file);
  const module: unknown = await import(pathToFileURL(path).href).catch(() => undefined);
  const value: unknown = Object(module)[name];
  if (value !== undefined) return value as Value;
  throw emulatorError(
    `${path} has no ${name}: celeriac is made for fauxqs ${FAUXQS_VERSION}, and another version is installed there: ` +
      `npm install --save-dev fauxqs@${FAUXQS_VERSION}`,
  );
}
