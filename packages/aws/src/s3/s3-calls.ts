/**
 * S3's client: loaded at the first use, and nothing of the SDK's that is not used here.
 * @module
 */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { utf8Length } from "@celeriac/core";
import type { CallName } from "../call/call-policy.ts";
import type { Caller, CallSpec } from "../call/caller.ts";
import type { ClientSettings } from "../call/client-settings.ts";

/** The calls of S3 that the adapters make. @throws {CeleriacError} */
export interface S3Calls {
  put(key: string, text: string): Promise<void>;
  get(key: string): Promise<string>;
  delete(key: string): Promise<void>;
}

export function createS3Calls(
  settings: ClientSettings,
  target: string,
  bucket: string,
  caller: Caller,
): S3Calls {
  const client = new S3Client({
    ...settings,
    // an emulator has no host name for each bucket
    forcePathStyle: settings.endpoint !== undefined,
  });
  const spec = (name: CallName): CallSpec => ({
    name,
    resource: `bucket ${JSON.stringify(bucket)}`,
    target,
  });
  return {
    put: (key, text) =>
      caller(spec("s3:PutObject"), async (options) => {
        const input = {
          Bucket: bucket,
          Key: key,
          Body: text,
          ContentType: "application/json",
          // the SDK takes an empty text for a stream of unknown length
          ContentLength: utf8Length(text),
        };
        await client.send(new PutObjectCommand(input), options);
      }),
    get: (key) =>
      caller(spec("s3:GetObject"), async (options) => {
        const { Body } = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key: key }),
          options,
        );
        return Body === undefined ? "" : Body.transformToString("utf-8");
      }),
    delete: (key) =>
      caller(spec("s3:DeleteObject"), async (options) => {
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }), options);
      }),
  };
}
