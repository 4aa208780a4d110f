import { defineApp, topology } from "@celeriac/core";
import { startEmbeddedAws } from "@celeriac/local";
import type { TestProject } from "vitest/node";
import { createCallNotes } from "./recording.ts";
import { recordingFile } from "./recording-file.ts";
import { startRecordingProxy } from "./recording-proxy.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where emulators answer whose calls are recorded, and the recording. */
    readonly recorder: { readonly endpoint: string; readonly file: string } | undefined;
  }
}

/** Starts emulators for all tests of the project, behind a proxy that records their calls. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Its own resources lie unused: the tests provision theirs.
  const emulators = topology(defineApp({ name: "emulators", tasks: [] }));
  const aws = await startEmbeddedAws({ topology: emulators, table: "dynoxide" });
  const { sqs = "", dynamodb = "", s3 = "", scheduler = "" } = aws.resources.endpoints ?? {};
  const file = recordingFile();
  const targets = { sqs, dynamodb, s3, scheduler };
  const proxy = await startRecordingProxy(targets, createCallNotes(file));
  project.provide("recorder", { endpoint: proxy.url, file });
  return async () => {
    await proxy.close();
    await aws.stop();
  };
}
