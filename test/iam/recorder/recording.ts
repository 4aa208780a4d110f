import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { Resources } from "@celeriac/core";
import type { RecordedCall } from "./recorded-call.ts";

/** What a run of the end-to-end tests called, and the deployments it was called on. */
export interface Recording {
  readonly deployments: readonly Resources[];
  /** Each distinct call once. */
  readonly calls: readonly RecordedCall[];
}

type Line = { readonly deployment: Resources } | { readonly call: RecordedCall };

/** Appends a deployment to a file of JSON lines. */
export function noteDeployment(file: string, deployment: Resources): void {
  append(file, { deployment });
}

/** Notes calls in a file of JSON lines, each distinct one once. */
export function createCallNotes(file: string): (calls: readonly RecordedCall[]) => void {
  const noted = new Set<string>();
  return (calls) => {
    for (const call of calls) {
      const text = JSON.stringify(call);
      if (noted.has(text)) continue;
      noted.add(text);
      append(file, { call });
    }
  };
}

/** @throws {Error} when nothing was recorded. */
export function readRecording(file: string): Recording {
  if (!existsSync(file)) {
    throw new Error("nothing was recorded: npm run test:iam runs the recorded tests first");
  }
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
  return {
    deployments: lines.flatMap((line) => ("deployment" in line ? [line.deployment] : [])),
    calls: lines.flatMap((line) => ("call" in line ? [line.call] : [])),
  };
}

/** In one write: several processes append to it. */
function append(file: string, line: Line): void {
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}
