#!/usr/bin/env node
/**
 * The `celeriac` command.
 *
 * @module celeriac/cli
 */
import { text } from "node:stream/consumers";
import { createDeploymentReader } from "@celeriac/aws";
import { type ExitCode, runProgram } from "@celeriac/cli";
import { findResources } from "./environment.ts";
import { inspectEndpoints } from "./inspect-endpoints.ts";

let exitCode: ExitCode = 0;
await runProgram(process.argv.slice(2), {
  directory: process.cwd(),
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  // Heeds NO_COLOR, and is no function where stdout is no terminal.
  colors: process.stdout.isTTY && process.stdout.hasColors(),
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  environment: process.env,
  importModule: (url) => import(url),
  readStdin: () => text(process.stdin),
  findResources: (app, link) => findResources(app, { environment: process.env }, link),
  deployments: createDeploymentReader({ endpoints: inspectEndpoints(process.env) }),
  setExitCode: (code) => {
    exitCode = code;
  },
});
// An app's module may hold connections open; what was written must be out before the process ends, and a reader that has
// gone (`celeriac … | head`) is no error.
process.stdout.write("", () => process.exit(exitCode));
