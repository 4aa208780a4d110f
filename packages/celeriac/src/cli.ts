#!/usr/bin/env node
/**
 * The `celeriac` command.
 *
 * @module celeriac/cli
 */
import { text } from "node:stream/consumers";
import { createDeploymentReader, systemClock } from "@celeriac/aws";
import { type ExitCode, runProgram } from "@celeriac/cli";
import { topology } from "@celeriac/core";
import manifest from "../package.json" with { type: "json" };
import { askAt } from "./ask.ts";
import { findResources } from "./environment.ts";
import { inspectEndpoints } from "./inspect-endpoints.ts";
import { installCommands } from "./install-commands.ts";
import { interruptible } from "./interruptible.ts";
import { openApp } from "./open-app.ts";
import { runCommandWorker } from "./run-command-worker.ts";
import { startDev } from "./start-dev.ts";

let exitCode: ExitCode = 0;
await runProgram(process.argv.slice(2), {
  version: manifest.version,
  directory: process.cwd(),
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  // Heeds NO_COLOR, and is no function where stdout is no terminal.
  colors: process.stdout.isTTY && process.stdout.hasColors(),
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  progressColumns: process.stderr.isTTY ? process.stderr.columns : undefined,
  ask: askAt(process),
  environment: process.env,
  clock: systemClock(),
  importModule: (url) => import(url),
  readStdin: () => text(process.stdin),
  findResources: (app, link) => findResources(app, { environment: process.env }, link),
  // The emulators' clients are loaded for whoever works with one.
  resourcesAt: async (app, endpoint) => {
    const { resourcesAtEndpoint } = await import("@celeriac/local");
    return resourcesAtEndpoint(topology(app), endpoint);
  },
  openApp: (app, resources) => openApp(app, resources, process.env),
  runWorker: runCommandWorker,
  startDev,
  installCommands,
  deployments: createDeploymentReader({ endpoints: inspectEndpoints(process.env) }),
  interruptible,
  setExitCode: (code) => {
    exitCode = code;
  },
});
// An app's module may hold connections open; what was written must be out before the process ends, and a reader that has
// gone (`celeriac … | head`) is no error.
process.stdout.write("", () => process.exit(exitCode));
