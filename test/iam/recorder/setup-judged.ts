import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { recordingFile } from "./recording-file.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The file that this run's recorded tests have written. */
    readonly recording: string;
  }
}

/** Hands over what the run's recorded tests have called. */
export function setup(project: TestProject): () => void {
  const file = recordingFile();
  project.provide("recording", file);
  return () => rmSync(file, { force: true });
}
