import { gzipSync } from "node:zlib";
import { build, type Metafile, stop } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const KB = 1024;

/** A bundle's files, and which of them each imports statically. */
interface Bundle {
  /** Gzipped size of the files that are loaded when the ones that match are. */
  size(...names: readonly RegExp[]): number;
  /** The npm packages in those files. */
  packages(...names: readonly RegExp[]): ReadonlySet<string>;
}

async function bundle(stdin: string): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    stdin: {
      contents: stdin,
      resolveDir: import.meta.dirname,
      sourcefile: "entry.ts",
      loader: "ts",
    },
    ...{ bundle: true, minify: true, splitting: true, metafile: true, write: false },
    ...{ format: "esm", platform: "node", target: "node22", outdir: "out", logLevel: "error" },
  });
  const bytes = new Map(
    outputFiles.map(({ path, contents }) => [
      path.slice(path.lastIndexOf("/") + 1),
      gzipSync(contents, { level: 9 }).length,
    ]),
  );
  const loaded = (names: readonly RegExp[]): string[] => closure(metafile, names);
  return {
    size: (...names) =>
      loaded(names).reduce((sum, path) => sum + (bytes.get(path.replace("out/", "")) ?? 0), 0),
    packages: (...names) =>
      new Set(
        loaded(names)
          .flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}))
          .flatMap((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []),
      ),
  };
}

function closure(metafile: Metafile, names: readonly RegExp[]): string[] {
  const seen = new Set<string>();
  const waiting = Object.keys(metafile.outputs).filter((path) =>
    names.some((name) => name.test(path)),
  );
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const { kind, path: imported } of metafile.outputs[path]?.imports ?? []) {
      if (kind === "import-statement" && imported.startsWith("out/")) waiting.push(imported);
    }
  }
  return [...seen];
}

/** What a task without trouble makes the function load: SQS, DynamoDB and the transport. */
const HOT = [/\/stdin/, /\/sqs-calls/, /\/dynamodb-calls/, /\/http-handler/];

describe("the smallest Lambda consumer, bundled", { timeout: 30_000 }, () => {
  let consumer: Bundle;
  let clients: Bundle;

  beforeAll(async () => {
    [consumer, clients] = await Promise.all([
      bundle(`export * from "./smallest-consumer.ts";`),
      bundle(`
        import { BatchExecuteStatementCommand, DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
        import { ChangeMessageVisibilityBatchCommand, DeleteMessageBatchCommand, ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
        export const dynamodb = [DynamoDBClient, BatchExecuteStatementCommand, GetItemCommand, PutItemCommand, UpdateItemCommand];
        export const sqs = [SQSClient, ChangeMessageVisibilityBatchCommand, DeleteMessageBatchCommand, ReceiveMessageCommand, SendMessageBatchCommand];
      `),
    ]);
  }, 60_000);

  afterAll(() => stop());

  it("loads no AWS client and no validator at its start", () => {
    const packages = [...consumer.packages(/\/stdin/)];
    expect(packages).toContain("@middy/core");
    expect(packages.filter((name) => /^(@aws-sdk\/|@smithy\/|zod$|pino$)/.test(name))).toEqual([]);
  });

  it("loads Powertools' idempotency for the tasks that have it, and for no other", () => {
    const idempotency = "@aws-lambda-powertools/idempotency";
    expect([...consumer.packages(...HOT)]).not.toContain(idempotency);
    expect([...consumer.packages(/\/powertools-effect-guard/)]).toContain(idempotency);
  });

  it("is at most 57 KB gzipped at its start", () => {
    expect(consumer.size(/\/stdin/)).toBeLessThan(57 * KB);
  });

  it("adds at most 58 KB gzipped to the bare AWS clients that its tasks need", () => {
    expect(consumer.size(...HOT) - clients.size(/\/stdin/)).toBeLessThan(58 * KB);
  });
});
