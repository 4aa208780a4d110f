import { randomBytes, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { REGION } from "../account.ts";
import type { ChildExit, ChildKeeper, KeptChild } from "../process/child-keeper.ts";
import type { InvocationAnswer, LambdaFunction } from "./lambda-function.ts";
import { type RuntimeApi, startRuntimeApi } from "./runtime-api.ts";

/** Lambda's own limit for the initialisation, ms. */
const INIT_TIMEOUT_MS = 10_000;

export interface EnvironmentOptions {
  readonly function: LambdaFunction;
  /** The file that stands in for the runtime client's native part. */
  readonly runtimeClient: string;
  readonly keeper: ChildKeeper;
  readonly onLine: (line: string) => void;
}

/** One execution environment: a Node process that runs the handler, one invocation at a time. */
export interface ExecutionEnvironment {
  readonly pid: number;
  /** Whether it can take another invocation. */
  readonly usable: () => boolean;
  /** Whether the handler could be loaded, once that is known; an answer without a payload. Never rejects. */
  readonly loaded: Promise<InvocationAnswer>;
  /** Never rejects. An environment that timed out or ended is not usable again. */
  invoke(payload: string): Promise<InvocationAnswer>;
  /** Kills it; the invocation under way fails. */
  kill(): Promise<void>;
}

interface Invocation {
  readonly requestId: string;
  readonly settle: (answer: InvocationAnswer) => void;
}

/** Starts an environment; its handler is loaded while the first invocation waits. */
export async function startEnvironment(options: EnvironmentOptions): Promise<ExecutionEnvironment> {
  const { timeoutSeconds } = options.function;
  let current: Invocation | undefined;
  let timer: NodeJS.Timeout | undefined;
  let initialised = false;
  let ended = false;
  const loaded = Promise.withResolvers<InvocationAnswer>();

  const settle = (requestId: string | undefined, answer: InvocationAnswer): void => {
    if (current === undefined || (requestId ?? current.requestId) !== current.requestId) return;
    clearTimeout(timer);
    const { settle: tell } = current;
    current = undefined;
    tell(answer);
  };
  const api = await startRuntimeApi(options.function.name, {
    asked: () => loaded.resolve({ ok: true, payload: "" }),
    answered: settle,
    initFailed: (error) => {
      // The runtime ends by itself now, but must not be given another invocation before it has.
      ended = true;
      loaded.resolve({ ok: false, ...error });
      settle(undefined, { ok: false, ...error });
    },
  });
  const child = await startChild(options, api);
  const exited = child.exited.then(async (exit) => {
    ended = true;
    loaded.resolve(exitAnswer(exit, undefined));
    settle(undefined, exitAnswer(exit, current?.requestId));
    await api.close();
  });
  const timeOut = (requestId: string): void => {
    const what = `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
    options.onLine(`${new Date().toISOString()} ${requestId} ${what}`);
    const errorMessage = `RequestId: ${requestId} Error: ${what}`;
    settle(requestId, { ok: false, errorType: "Sandbox.Timedout", errorMessage });
    ended = true;
    child.kill("SIGKILL");
  };

  return {
    pid: child.pid,
    usable: () => !ended,
    loaded: loaded.promise,
    invoke: (payload) =>
      new Promise((resolve) => {
        const requestId = randomUUID();
        current = { requestId, settle: resolve };
        const started = (): number => {
          initialised = true;
          clearTimeout(timer);
          timer = setTimeout(timeOut, timeoutSeconds * 1000, requestId);
          return Date.now() + timeoutSeconds * 1000;
        };
        // Until the handler is loaded the function's own time does not run, but Lambda's for loading does.
        const patience = (initialised ? 0 : INIT_TIMEOUT_MS) + timeoutSeconds * 1000;
        timer = setTimeout(timeOut, patience, requestId);
        if (ended) settle(requestId, exitAnswer(undefined, requestId));
        else api.offer({ requestId, payload, traceId: traceId(), started });
      }),
    kill: async () => {
      ended = true;
      child.kill("SIGKILL");
      await exited;
    },
  };
}

async function startChild(options: EnvironmentOptions, api: RuntimeApi): Promise<KeptChild> {
  const { taskRoot, memoryMb } = options.function;
  const require = createRequire(import.meta.url);
  try {
    return options.keeper.start({
      command: process.execPath,
      arguments: [
        // Lambda kills what needs more than its memory; so does V8, a little later.
        `--max-old-space-size=${memoryMb}`,
        ...["--require", options.runtimeClient],
        require.resolve("#lambda-runtime"),
      ],
      directory: taskRoot,
      environment: childEnvironment(options.function, api.address),
      onLine: options.onLine,
    });
  } catch (error) {
    await api.close();
    throw error;
  }
}

/** What Lambda sets: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
function childEnvironment(
  { name, memoryMb, taskRoot, handler, environment }: LambdaFunction,
  address: string,
): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    ...environment,
    _HANDLER: handler,
    AWS_LAMBDA_RUNTIME_API: address,
    LAMBDA_TASK_ROOT: taskRoot,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `${new Date().toISOString().slice(0, 10).replaceAll("-", "/")}/[$LATEST]${randomBytes(16).toString("hex")}`,
  };
}

function exitAnswer(exit: ChildExit | undefined, requestId: string | undefined): InvocationAnswer {
  const errorMessage = `RequestId: ${requestId} Error: ${describeExit(exit)}`;
  return { ok: false, errorType: "Runtime.ExitError", errorMessage };
}

/** In Lambda's words. */
function describeExit(exit: ChildExit | undefined): string {
  if (exit?.signal) return `Runtime exited with error: signal: ${exit.signal}`;
  if (exit?.code) return `Runtime exited with error: exit status ${exit.code}`;
  return "Runtime exited without providing a reason";
}

function traceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  const random = (bytes: number): string => randomBytes(bytes).toString("hex");
  return `Root=1-${seconds}-${random(12)};Parent=${random(8)};Sampled=0`;
}
