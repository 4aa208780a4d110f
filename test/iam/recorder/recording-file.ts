import { tmpdir } from "node:os";
import { join } from "node:path";

/** The recording of a run of Vitest, whose projects are set up in one process. */
export function recordingFile(): string {
  return join(tmpdir(), `celeriac-calls-${process.pid}.jsonl`);
}
