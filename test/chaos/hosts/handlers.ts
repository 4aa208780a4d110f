import { handle, RejectError, type TaskContext, type TaskHandler } from "celeriac";
import { type ChaosEvent, HISTORY_VARIABLE, writeEvent } from "../history.ts";
import {
  blocking,
  doomed,
  exiting,
  flaky,
  type Host,
  hungry,
  large,
  parent,
  plain,
  quiet,
  rejected,
  slow,
} from "../tasks.ts";

const FAILING_ATTEMPTS = 2;
const SLOW_STEPS = 10;
const SLOW_STEP_MS = 100;
/** Beyond the lease of a worker and the whole time of the function. */
const BLOCK_MS = 4500;
/** Longer than until its revoke. */
const DOOMED_MS = 2000;
const CHILDREN = 2;
const CHUNK = 1_000_000;

const write = (event: ChaosEvent): void => {
  const path = process.env[HISTORY_VARIABLE];
  if (path === undefined) throw new Error(`${HISTORY_VARIABLE} is not set`);
  writeEvent(path, event);
};

/** Writes down each start and each end. */
const witnessed =
  <Input, Result>(run: (input: Input, context: TaskContext) => Promise<Result> | Result) =>
  async (input: Input, context: TaskContext): Promise<Result> => {
    const { task, taskId, attempt, generation } = context;
    const facts = { task, taskId, attempt, generation, pid: process.pid };
    write({ kind: "start", ...facts, clock: Date.now() });
    const result = await run(input, context);
    write({ kind: "end", ...facts, clock: Date.now() });
    return result;
  };

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Numbered {
  readonly n: number;
}

interface Signed {
  readonly of: string;
}

const runPlain = async ({ n }: Numbered, { taskId }: TaskContext): Promise<Signed> => {
  await pause(n % 40);
  return { of: taskId };
};

const runSlow = async (_input: Numbered, context: TaskContext): Promise<Signed> => {
  for (let step = 1; step <= SLOW_STEPS; step += 1) {
    context.signal.throwIfAborted();
    context.progress(context.attempt * CHUNK + step);
    await pause(SLOW_STEP_MS);
  }
  return { of: context.taskId };
};

const runParent =
  (host: Host) =>
  async ({ n }: Numbered, context: TaskContext): Promise<Signed> => {
    for (let child = 0; child < CHILDREN; child += 1) {
      const { taskId } = await context.client.enqueue(plain[host], { n });
      write({ kind: "acknowledged", taskId, task: plain[host].name, tracked: true });
    }
    return { of: context.taskId };
  };

const block = (): void => {
  const ends = performance.now() + BLOCK_MS;
  while (performance.now() < ends) Math.sqrt(2);
};

const takeAllMemory = (): never => {
  const held: number[][] = [];
  for (;;) held.push(new Array<number>(CHUNK).fill(held.length));
};

const atFirst =
  (misbehave: () => void) =>
  (_input: Numbered, { attempt, taskId }: TaskContext): Signed => {
    if (attempt === 1) misbehave();
    return { of: taskId };
  };

/** The handlers of one host; every start and end is in the history before anything can follow from it. */
export const handlersOf = (host: Host): readonly TaskHandler[] => [
  handle(plain[host], witnessed(runPlain)),
  handle(
    flaky[host],
    witnessed((_input, { attempt, taskId }) => {
      if (attempt <= FAILING_ATTEMPTS) throw new TypeError(`failure ${attempt}`);
      return { of: taskId };
    }),
  ),
  handle(slow[host], witnessed(runSlow)),
  handle(parent[host], witnessed(runParent(host))),
  handle(
    rejected[host],
    witnessed((_input, { generation, taskId }) => {
      if (generation === 0) throw new RejectError("it can never work");
      return { of: taskId };
    }),
  ),
  handle(
    large[host],
    witnessed(({ text }, { taskId }) => ({ of: taskId, text })),
  ),
  handle(
    quiet[host],
    witnessed(() => undefined),
  ),
  handle(exiting[host], witnessed(atFirst(() => process.exit(3)))),
  handle(blocking[host], witnessed(atFirst(block))),
  handle(hungry[host], witnessed(atFirst(takeAllMemory))),
  handle(
    doomed[host],
    witnessed(async (input, context) => {
      if (context.attempt === 1) await pause(DOOMED_MS);
      return atFirst(() => process.exit(4))(input, context);
    }),
  ),
];
