import type { PayloadStore } from "@celeriac/core";
import { awsCodeOf } from "../call/aws-error.ts";
import type { S3Calls } from "./s3-calls.ts";

/**
 * Large values as objects of one bucket. S3 reads what was last written. Where the credentials may not list the
 * bucket, S3 answers `access-denied` for a key that is not there: grant `s3:ListBucket`.
 */
export function createS3PayloadStore(calls: () => Promise<S3Calls>): PayloadStore {
  return {
    put: async (key, text) => (await calls()).put(key, text),
    async get(key) {
      const s3 = await calls();
      try {
        return await s3.get(key);
      } catch (error) {
        if (awsCodeOf(error) === "NoSuchKey") return undefined;
        throw error;
      }
    },
    delete: async (key) => (await calls()).delete(key),
  };
}
