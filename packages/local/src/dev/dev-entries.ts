import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** An export of a module. */
export interface ModuleExport {
  /** Absolute. */
  readonly path: string;
  /** @defaultValue for an app, the first one; for a consumer, `handler` */
  readonly exportName?: string | undefined;
}

/** Where a user's code begins. */
export interface DevSources {
  readonly app: ModuleExport;
  /** What Lambda consumers run. @defaultValue a handler of the app alone, whose tasks then have `run` */
  readonly consumer?: ModuleExport | undefined;
  /** A worker's module, by its absolute path. @defaultValue a worker of the app alone */
  readonly worker?: string | undefined;
}

/** The modules to bundle. */
export interface DevEntries {
  /** Prints the app's topology, as JSON in the last line. */
  readonly topology: string;
  readonly consumer: string;
  /** The export of `consumer` that is the handler. */
  readonly handlerName: string;
  readonly worker: string;
}

/** Writes the entries that the user has not written, into a folder that is there for them. */
export function writeDevEntries(folder: string, { app, consumer, worker }: DevSources): DevEntries {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  write("app.mjs", appModule(app));
  return {
    topology: write("topology.mjs", TOPOLOGY),
    consumer: consumer?.path ?? write("consumer.mjs", CONSUMER),
    handlerName: consumer?.exportName ?? "handler",
    worker: worker ?? write("worker.mjs", WORKER),
  };
}

function appModule({ path, exportName }: ModuleExport): string {
  const chosen =
    exportName === undefined
      ? 'Object.values(module).find((value) => value?.kind === "app")'
      : `module[${JSON.stringify(exportName)}]`;
  return `import * as module from ${JSON.stringify(path)};\nexport const app = ${chosen};\n`;
}

/** An app that is refused is told of without the lines that Node puts around an error. */
const TOPOLOGY = `import { topology } from "celeriac";
const end = (text, code) => process.stdout.write("\\n" + text + "\\n", () => process.exit(code));
try {
  const { app } = await import("./app.mjs");
  end(JSON.stringify(topology(app)), 0);
} catch (error) {
  end(error?.stack ?? String(error), 1);
}
`;

const CONSUMER = `import { createLambdaHandler } from "celeriac/lambda";
import { app } from "./app.mjs";
export const handler = createLambdaHandler(app);
`;

const WORKER = `import { runWorker } from "celeriac/worker";
import { app } from "./app.mjs";
await runWorker(app);
`;
