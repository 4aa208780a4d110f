import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type App, defineApp, defineTask, fargate, lambda } from "@celeriac/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findHostEntry, type HostKind } from "./host-entries.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "celeriac-entries-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(file: string, text = ""): void {
  mkdirSync(dirname(join(directory, file)), { recursive: true });
  writeFileSync(join(directory, file), text);
}

const queues = { default: lambda(), studio: fargate() };
const whole: App = defineApp({
  name: "shop",
  tasks: [defineTask({ name: "a", run: () => 1 })],
  queues,
});

async function find(kind: HostKind, option?: string, app: App = whole): Promise<unknown> {
  const appModule = { path: join(directory, "src/app.ts"), exportName: undefined };
  const found = await findHostEntry(kind, { app, appModule, option, directory });
  return found && [found.path.slice(directory.length + 1), found.exportName];
}

describe("a host's module is", () => {
  it("what the option says, with the export that it names", async () => {
    write("infra/consumer.ts");
    expect(await find("consumer", "infra/consumer.ts#other")).toEqual([
      "infra/consumer.ts",
      "other",
    ]);
  });

  it("else what package.json says", async () => {
    write("infra/worker.ts");
    write("src/worker.ts");
    write("package.json", '{"celeriac":{"worker":"infra/worker.ts"}}');
    expect(await find("worker")).toEqual(["infra/worker.ts", undefined]);
  });

  it.each([
    ["consumer", "src/lambda.ts"],
    ["consumer", "src/lambda.mjs"],
    ["worker", "src/worker.mts"],
  ] as const)("else the %s beside the app: %s", async (kind, file) => {
    write(file);
    expect(await find(kind)).toEqual([file, undefined]);
  });

  it("none where the app has all that it runs", async () => {
    expect(await find("consumer")).toBeUndefined();
    expect(await find("worker")).toBeUndefined();
  });
});

describe("a host's module that is not there is told of", () => {
  it("where it was named", async () => {
    await expect(find("worker", "nowhere.ts")).rejects.toThrow(
      /^the worker is "nowhere\.ts": there is no file \S+nowhere\.ts; expected the module of the worker/,
    );
    write("package.json", '{"celeriac":{"consumer":7}}');
    await expect(find("consumer")).rejects.toThrow(
      /"celeriac": \{ "consumer": … \} in \S+package\.json is 7: expected a module's path/,
    );
  });

  it("where a task of its queues has nothing else to run it", async () => {
    const tasks = [defineTask({ name: "b" }), defineTask({ name: "c", queue: "studio" })];
    const app = defineApp({ name: "shop", tasks, queues });
    await expect(find("consumer", undefined, app)).rejects.toThrow(
      /^nothing here runs "b": give it `run`, or write the consumer with its handler, \S+src\/lambda\.ts, or say where that is, by --consumer/,
    );
    await expect(find("worker", undefined, app)).rejects.toThrow(
      /^nothing here runs "c": .*--worker/,
    );
  });
});
