import { CeleriacError, type PayloadStore, show } from "@celeriac/core";
import { awsCodeOf } from "../call/aws-error.ts";
import type { S3Calls } from "./s3-calls.ts";

/**
 * Large values as objects of one bucket. S3 reads what was last written. Where the credentials may not list the
 * bucket, S3 answers `access-denied` for a key that is not there: grant `s3:ListBucket`.
 */
export function createS3PayloadStore(calls: () => Promise<S3Calls>): PayloadStore {
  return {
    async put(key, text) {
      checkKey(key);
      await (await calls()).put(key, text);
    },
    async get(key) {
      checkKey(key);
      const s3 = await calls();
      try {
        return await s3.get(key);
      } catch (error) {
        if (awsCodeOf(error) === "NoSuchKey") return undefined;
        throw error;
      }
    },
    async delete(key) {
      checkKey(key);
      await (await calls()).delete(key);
    },
  };
}

/** Steps of letters, digits and `_ . : -`, none of dots alone: what servers between here and S3 would resolve. */
const KEY = /^(?:(?!\.+(?:\/|$))[\w.:-]+(?:\/|$))+$/;
const LONGEST_KEY = 1024;

function checkKey(key: string): void {
  if (key.length <= LONGEST_KEY && KEY.test(key) && !key.endsWith("/")) return;
  throw new CeleriacError(
    "refused",
    `the payload's key is ${show(key)}: expected steps of letters, digits and _ . : - as in "inputs/<task id>"; somebody else has written it`,
    { details: { key } },
  );
}
