import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { LambdaConsumer, Topology } from "@celeriac/core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { emulatorClientConfig } from "./account.ts";
import { type EmbeddedAwsOptions, startEmbeddedAws } from "./index.ts";

const HANDLER = `
  export const handler = async ({ Records }: { Records: { messageId: string; body: string }[] }) => {
    console.log("code in " + process.env["LAMBDA_TASK_ROOT"]);
    console.log("stands in", new Error().stack!.split("\\n")[1]);
    for (const { body } of Records) {
      console.log("got", body, JSON.parse(process.env["CELERIAC_RESOURCES"]!).table);
      if (body === "loop") for (;;);
      if (body === "wait") await new Promise((resolve) => setTimeout(resolve, 300));
    }
    console.log("done");
    const failed = Records.filter(({ body }) => body === "bad");
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
`;

const MADE_ELSEWHERE = `
  import { readFileSync } from "node:fs";
  const { OWN, CELERIAC_RESOURCES, NODE_OPTIONS, AWS_ENDPOINT_URL_SQS, AWS_LAMBDA_FUNCTION_NAME } = process.env;
  export const run = async () => {
    const beside = readFileSync("beside.txt", "utf8");
    console.log("found", beside, OWN, CELERIAC_RESOURCES, NODE_OPTIONS, AWS_ENDPOINT_URL_SQS, AWS_LAMBDA_FUNCTION_NAME);
    return { batchItemFailures: [] };
  };
`;

const lambda: LambdaConsumer = {
  kind: "lambda",
  memoryMb: 128,
  timeoutSeconds: 60,
  batchSize: 10,
  batchWindowSeconds: 0,
  maximumConcurrency: undefined,
  reservedConcurrency: undefined,
};
const queue = {
  visibilityTimeoutSeconds: 360,
  retentionSeconds: 604_800,
  deadLetterRetentionSeconds: 1_209_600,
  maxReceiveCount: 50,
};
const topology: Topology = {
  app: "demo",
  scheduleGroup: "demo",
  schedules: [],
  table: { partitionKey: "pk", sortKey: "sk", ttlAttribute: "ttl" },
  bucket: { expirationDays: 30 },
  queues: [{ ...queue, name: "quick", deadLetterQueue: "quick-dlq", consumer: lambda }],
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "celeriac-handler-"));
  writeFileSync(join(folder, "handler.ts"), HANDLER);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const functions = () => ({ quick: { entry: join(folder, "handler.ts") } });

/** Started, with what it says; stopped when the test ends. */
async function start(changes: Partial<EmbeddedAwsOptions> = {}) {
  const waiting: { text: string; tell: (line: string) => void }[] = [];
  const aws = await startEmbeddedAws({
    topology,
    functions: functions(),
    onLog: ({ line }) => {
      for (const { text, tell } of waiting) if (line.includes(text)) tell(line);
    },
    ...changes,
  });
  const sqs = new SQSClient(emulatorClientConfig(aws.resources.endpoints!.sqs!));
  onTestFinished(async () => {
    sqs.destroy();
    await aws.stop();
  });
  const QueueUrl = aws.resources.queues["quick"]!.url;
  return {
    aws,
    said: (text: string) => new Promise<string>((tell) => waiting.push({ text, tell })),
    send: (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })),
    /** Together: they come together. */
    sendBatch: (...bodies: string[]) =>
      sqs.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
        }),
      ),
    /** Messages in the queue: visible, and received but not deleted. */
    depth: async () => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
      );
      return [
        Number(Attributes!["ApproximateNumberOfMessages"]),
        Number(Attributes!["ApproximateNumberOfMessagesNotVisible"]),
      ];
    },
  };
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe("functions consume their queues", { timeout: 30_000 }, () => {
  it("deletes what a function finished and leaves what it reported", async () => {
    const { said, sendBatch, depth } = await start();
    const told = said("got good demo-local-tasks");
    const done = said("done");
    await sendBatch("good", "bad", "good");
    await told;
    await done;
    await expect.poll(depth, { timeout: 20_000 }).toEqual([0, 1]);
  });

  it("maps stack traces to the source", async () => {
    const { said, send } = await start();
    const told = said("stands in");
    await send("good");
    expect(await told).toMatch(/handler\.ts:\d+:\d+\)?$/);
  });

  it("runs a bundle that was made elsewhere, with what lies in its folder, and its own environment alone", async () => {
    const bundle = join(folder, "bundle");
    mkdirSync(bundle);
    writeFileSync(join(bundle, "made.mjs"), MADE_ELSEWHERE);
    const { said, send, depth, aws } = await start({
      functions: {
        quick: { folder: bundle, handler: "made.run", environment: { OWN: "mine" } },
      },
    });
    writeFileSync(join(bundle, "beside.txt"), "later");
    const told = said("found");
    await send("good");
    const { sqs } = aws.resources.endpoints!;
    expect(await told).toContain(`found later mine undefined undefined ${sqs} demo-local-quick`);
    await expect.poll(depth, { timeout: 20_000 }).toEqual([0, 0]);
  });

  it("refuses a bundle that is not there", async () => {
    const missing = join(folder, "missing");
    const quick = { folder: missing, handler: "made.run" };
    await expect(startEmbeddedAws({ topology, functions: { quick } })).rejects.toMatchObject({
      code: "invalid-options",
      message: expect.stringContaining(
        `the bundle of the function for queue "quick" is expected in ${missing}`,
      ),
    });
  });

  it("refuses a function for a queue that no Lambda function consumes", async () => {
    const start = startEmbeddedAws({ topology, functions: { nowhere: functions().quick } });
    await expect(start).rejects.toMatchObject({
      code: "invalid-options",
      message:
        'functions names the queue "nowhere", which the app does not have; queues with a Lambda consumer: quick',
    });
  });
});

describe("a stop is orderly", { timeout: 30_000 }, () => {
  it("lets an invocation under way end, and leaves no process", async () => {
    const { aws, said, send } = await start({ drain: "30s" });
    const running = said("got wait");
    let ended = false;
    void said("done").then(() => {
      ended = true;
    });
    await send("wait");
    await running;
    const processIds = aws.processIds();
    expect(processIds).toHaveLength(3);
    await aws.stop();
    expect(ended).toBe(true);
    expect(processIds.map(isAlive)).toEqual([false, false, false]);
  });

  it("kills what does not end within the drain", async () => {
    const { aws, said, send } = await start({ drain: "10ms" });
    const running = said("got loop");
    await send("loop");
    await running;
    const processIds = aws.processIds();
    await aws.stop();
    expect(processIds.map(isAlive)).toEqual([false, false, false]);
  });

  it("removes the bundles", async () => {
    const { aws, said, send } = await start();
    const told = said("code in ");
    await send("good");
    const line = await told;
    const folder = line.slice(line.indexOf("code in ") + "code in ".length);
    expect(existsSync(join(folder, "index.mjs"))).toBe(true);
    await aws.stop();
    expect(existsSync(folder)).toBe(false);
  });
});

describe("a killed process takes everything with it", { timeout: 30_000 }, () => {
  it("emulators, and functions that would never end, when it dies of SIGKILL", async () => {
    const program = `
      const { startEmbeddedAws } = await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
      const aws = await startEmbeddedAws({
        topology: ${JSON.stringify(topology)},
        functions: ${JSON.stringify(functions())},
        onLog: ({ line }) => {
          if (line.includes("got loop")) console.log("processes", JSON.stringify(aws.processIds()));
        },
      });
      console.log("queue", aws.resources.queues.quick.url);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void parent.kill("SIGKILL"));
    const said = async (word: string): Promise<string> => {
      const { promise, resolve } = Promise.withResolvers<string>();
      output.on("line", (line) => {
        if (line.startsWith(`${word} `)) resolve(line.slice(word.length + 1));
      });
      return promise;
    };
    const output = createInterface({ input: parent.stdout });
    const processes = said("processes");
    const QueueUrl = await said("queue");
    const sqs = new SQSClient(emulatorClientConfig(new URL(QueueUrl).origin));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "loop" }));
    sqs.destroy();
    const processIds = JSON.parse(await processes) as number[];
    expect(processIds.map(isAlive)).toEqual([true, true, true]);
    parent.kill("SIGKILL");
    // Killed at once; but whoever inherits them may be slow to notice, and until then they count.
    await expect
      .poll(() => processIds.map(isAlive), { timeout: 20_000 })
      .toEqual([false, false, false]);
  });
});
