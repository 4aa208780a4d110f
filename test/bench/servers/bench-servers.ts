import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** SQS and DynamoDB on the loopback address, in processes of their own, so that their CPU is not counted as a client's. */
export interface BenchServers {
  /** What processes that use it need: `CELERIAC_RESOURCES`, and what the AWS SDK reads. */
  readonly environment: Readonly<Record<string, string>>;
  readonly endpoints: { readonly sqs: string; readonly dynamodb: string };
  /** The processes that answer. */
  readonly pids: readonly number[];
  /** The execution environments of functions: there are none until a queue that has one got a message. */
  functionPids(): Promise<readonly number[]>;
  stop(): Promise<void>;
}

export interface BenchServersOptions {
  /** Each answer is held back by so many ms, as by a network. @defaultValue 0 */
  readonly delayMs?: number;
  /** The Lambda queue has its function. @defaultValue false */
  readonly functions?: boolean;
}

/** What the emulators' process says once they are up. */
export interface EmulatorsUp {
  readonly environment: Readonly<Record<string, string>>;
  readonly pids: readonly number[];
}

/** Fresh, empty servers. */
export async function startBenchServers(options: BenchServersOptions = {}): Promise<BenchServers> {
  const emulators = fork(new URL("./emulators.ts", import.meta.url), [
    ...(options.functions === true ? ["--functions"] : []),
  ]);
  const up = await answerOf<EmulatorsUp>(emulators);
  const near = endpointsIn(up.environment);
  const delayMs = options.delayMs ?? 0;
  const proxy =
    delayMs === 0
      ? undefined
      : fork(new URL("./delaying-proxy.ts", import.meta.url), [
          String(delayMs),
          near.sqs,
          near.dynamodb,
        ]);
  const [sqs = near.sqs, dynamodb = near.dynamodb] =
    proxy === undefined ? [] : await answerOf<readonly string[]>(proxy);
  return {
    environment: movedTo({ sqs, dynamodb }, near, up.environment),
    endpoints: { sqs, dynamodb },
    pids: [...up.pids, ...(proxy?.pid === undefined ? [] : [proxy.pid])],
    functionPids: async () => {
      emulators.send("functions");
      return answerOf<readonly number[]>(emulators);
    },
    stop: async () => {
      proxy?.kill("SIGKILL");
      const gone = once(emulators, "exit");
      emulators.disconnect();
      await gone;
    },
  };
}

/** The next message of a child. @throws when it ends before. */
export async function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  const ending = new AbortController();
  const ended = once(child, "exit", { signal: ending.signal }).then(([code, signal]) => {
    throw new Error(`a process of the bench ended before its time: ${String(code ?? signal)}`);
  });
  try {
    const [message] = await Promise.race([
      once(child, "message", { signal: ending.signal }),
      ended,
    ]);
    return message as Answer;
  } finally {
    ending.abort();
    ended.catch(() => undefined);
  }
}

interface Endpoints {
  readonly sqs: string;
  readonly dynamodb: string;
}

function endpointsIn(environment: Readonly<Record<string, string>>): Endpoints {
  const { endpoints } = JSON.parse(environment["CELERIAC_RESOURCES"] ?? "") as {
    readonly endpoints: Endpoints;
  };
  return endpoints;
}

/** Endpoints stand in the resources, in queues' URLs and in what the SDK reads: each is the same text. */
function movedTo(
  there: Endpoints,
  here: Endpoints,
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const move = (text: string): string =>
    text.replaceAll(here.sqs, there.sqs).replaceAll(here.dynamodb, there.dynamodb);
  return Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, move(text)]));
}
