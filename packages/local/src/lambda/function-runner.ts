import {
  type EnvironmentOptions,
  type ExecutionEnvironment,
  startEnvironment,
} from "./execution-environment.ts";
import type { InvocationAnswer } from "./lambda-function.ts";

/** Runs a function in as many environments as there are invocations at a time; how many that may be is the caller's. */
export interface FunctionRunner {
  /** Runs it in the environment that was used last, or in a new one. Never rejects. */
  invoke(event: unknown): Promise<InvocationAnswer>;
  /**
   * Starts an environment before there is an invocation for it, and answers whether the handler could be loaded: an answer
   * without a payload. Never rejects.
   */
  warm(): Promise<InvocationAnswer>;
  /** Ends every environment as soon as it has no invocation under way; no other may be asked for. */
  retire(): Promise<void>;
  /** The processes of its environments. */
  processIds(): readonly number[];
  /** Kills every environment; invocations under way fail, and so does every later one. */
  stop(): Promise<void>;
}

export function createFunctionRunner(options: EnvironmentOptions): FunctionRunner {
  const all = new Set<ExecutionEnvironment>();
  const idle: ExecutionEnvironment[] = [];
  const starting = new Set<Promise<ExecutionEnvironment>>();
  const running = new Set<Promise<InvocationAnswer>>();
  let stopped = false;

  const start = async (): Promise<ExecutionEnvironment> => {
    const environment = startEnvironment(options);
    starting.add(environment);
    try {
      all.add(await environment);
      return await environment;
    } finally {
      starting.delete(environment);
    }
  };
  /** The one that ran last, if it has not ended since. */
  const takeIdle = (): ExecutionEnvironment | undefined => {
    for (;;) {
      const environment = idle.pop();
      if (environment === undefined || environment.usable()) return environment;
      all.delete(environment);
    }
  };

  const invoke = async (event: unknown): Promise<InvocationAnswer> => {
    if (stopped) return failure("the embedded AWS is stopping");
    try {
      const environment = takeIdle() ?? (await start());
      const answer = await environment.invoke(JSON.stringify(event));
      if (environment.usable()) idle.push(environment);
      else all.delete(environment);
      return answer;
    } catch (error) {
      return failure(String(error));
    }
  };
  const warm = async (): Promise<InvocationAnswer> => {
    try {
      const environment = await start();
      const answer = await environment.loaded;
      if (answer.ok) idle.push(environment);
      else await environment.kill();
      return answer;
    } catch (error) {
      return failure(String(error));
    }
  };
  const killAll = async (environments: Iterable<ExecutionEnvironment>): Promise<void> => {
    await Promise.all([...environments].map((environment) => environment.kill()));
  };

  return {
    invoke: (event) => {
      const invocation = invoke(event).finally(() => running.delete(invocation));
      running.add(invocation);
      return invocation;
    },
    warm,
    retire: async () => {
      await killAll(idle);
      await Promise.all(running);
      stopped = true;
      await killAll(all);
    },
    processIds: () => [...all].filter(({ usable }) => usable()).map(({ pid }) => pid),
    stop: async () => {
      stopped = true;
      await Promise.allSettled(starting);
      await killAll(all);
    },
  };
}

function failure(errorMessage: string): InvocationAnswer {
  return { ok: false, errorType: "Runtime.StartError", errorMessage };
}
