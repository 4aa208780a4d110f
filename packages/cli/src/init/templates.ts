/** What the files of a new app are made of. */
export interface TemplateChoices {
  readonly appName: string;
  /** Of the modules: `mts` where the package is CommonJS. */
  readonly extension: "ts" | "mts";
  readonly hasWorker: boolean;
  readonly testRunner: "node" | "vitest";
}

export function appTemplate({ appName, hasWorker }: TemplateChoices): string {
  const queues = hasWorker ? "{ default: lambda(), slow: fargate() }" : "{ default: lambda() }";
  const tasks = hasWorker ? "[greet, countWords]" : "[greet]";
  return `import { defineApp, defineTask, ${hasWorker ? "fargate, " : ""}lambda } from "celeriac";
import { z } from "zod";

export const greet = defineTask({
  name: "greet",
  input: z.object({ name: z.string() }),
  output: z.object({ greeting: z.string() }),
  retry: { maxRetries: 5, backoff: "2s" },
  run: ({ name }) => ({ greeting: \`Hello, \${name}!\` }),
});
${hasWorker ? COUNT_WORDS : ""}
export const app = defineApp({
  name: ${JSON.stringify(appName)},
  tasks: ${tasks},
  queues: ${queues},
});
`;
}

const COUNT_WORDS = `
/** Its handler is elsewhere, so that whoever sends it does not load what it needs. */
export const countWords = defineTask({
  name: "count-words",
  queue: "slow",
  input: z.object({ text: z.string() }),
  output: z.object({ words: z.number() }),
});
`;

export function lambdaTemplate({ extension }: TemplateChoices): string {
  return `import { createLambdaHandler } from "celeriac/lambda";
import { app } from "./app.${extension}";

/** The Lambda function that consumes the app's lambda queues. */
export const handler = createLambdaHandler(app);
`;
}

export function handlerTemplate({ extension }: TemplateChoices): string {
  return `import { handle } from "celeriac";
import { countWords } from "./app.${extension}";

export const handleCountWords = handle(countWords, ({ text }) => ({
  words: text.split(/\\s+/).filter((word) => word !== "").length,
}));
`;
}

/** @param isNew the app is new as well, and its task has a handler. */
export function workerTemplate({ extension }: TemplateChoices, isNew: boolean): string {
  const [handler, list] = isNew
    ? [`\nimport { handleCountWords } from "./count-words.${extension}";`, ", [handleCountWords]"]
    : ["", ""];
  return `import { runWorker } from "celeriac/worker";
import { app } from "./app.${extension}";${handler}

/** The container's entry: consumes the app's fargate queues until SIGTERM. */
await runWorker(app${list});
`;
}

export function mainTemplate({ extension }: TemplateChoices): string {
  return `import { createClient } from "celeriac/client";
import { app, greet } from "./app.${extension}";

const client = createClient(app);
const handle = await client.enqueue(greet, { name: "Ishmael" });
const { greeting } = await handle.result({ timeout: "30s" });
console.log(greeting);
await client.close();
`;
}

export function testTemplate({ extension, testRunner, hasWorker }: TemplateChoices): string {
  const imports =
    testRunner === "vitest"
      ? 'import { createTestApp } from "celeriac/testing";\nimport { expect, it } from "vitest";'
      : 'import assert from "node:assert/strict";\nimport { it } from "node:test";\nimport { createTestApp } from "celeriac/testing";';
  const assertion =
    testRunner === "vitest"
      ? 'expect(await handle.result()).toEqual({ greeting: "Hello, Ishmael!" });'
      : 'assert.deepEqual(await handle.result(), { greeting: "Hello, Ishmael!" });';
  return `${imports}
import { app, greet } from "./app.${extension}";
${hasWorker ? `import { handleCountWords } from "./count-words.${extension}";\n` : ""}
it("greets by name", async () => {
  const test = createTestApp(app${hasWorker ? ", [handleCountWords]" : ""});
  const handle = await test.client.enqueue(greet, { name: "Ishmael" });
  ${assertion}
});
`;
}

export function sstTemplate({ appName, extension, hasWorker }: TemplateChoices): string {
  const worker = hasWorker ? `,\n      worker: { entry: "src/worker.${extension}" },` : ",";
  return `/// <reference path="./.sst/platform/config.d.ts" />
export default $config({
  app: ({ stage }) => ({
    name: ${JSON.stringify(appName)},
    home: "aws",
    removal: stage === "production" ? "retain" : "remove",
    providers: { aws: { version: "7.20.0" } },
  }),
  async run() {
    const { Celeriac } = await import("celeriac/sst");
    const { app } = await import("./src/app.${extension}");
    new Celeriac("Tasks", {
      app,
      consumer: "src/lambda.handler"${worker}
    });
  },
});
`;
}

export const TSCONFIG_TEMPLATE: string = `{
  "compilerOptions": {
    "target": "es2024",
    "module": "nodenext",
    "types": ["node"],
    "strict": true,
    "skipLibCheck": true,
    "erasableSyntaxOnly": true,
    "allowImportingTsExtensions": true,
    "noEmit": true
  },
  "include": ["src"]
}
`;
