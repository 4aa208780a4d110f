import {
  type Client,
  type ClientPorts,
  checkKnownOptions,
  knownTask,
  readResult,
} from "@celeriac/client";
import {
  type AnyTask,
  CeleriacError,
  checkInput,
  type ResolvedTask,
  type TaskContext,
  type TaskHandler,
  toJson,
  uuidv7,
} from "@celeriac/core";
import { createProgressWriter, type EnginePorts, readInput, readOutput } from "@celeriac/engine";
import type { Handlers } from "./around-handlers.ts";

/** What a handler is to know of its attempt; what is not said is as in a first attempt of a task of its own. */
export type PerformOverrides = Partial<TaskContext>;

/** The arguments after the task: the input may be left out where it may be undefined. */
export type PerformArguments<Wire> = undefined extends Wire
  ? [input?: Wire, ctx?: PerformOverrides]
  : [input: Wire, ctx?: PerformOverrides];

export interface PerformParts {
  readonly run: Handlers;
  readonly client: Client;
  readonly clientPorts: ClientPorts;
  readonly enginePorts: EnginePorts;
}

/** Runs one handler, once, with nothing around it: no queue, no record, no retry, no time limit. */
export async function performTask(
  parts: PerformParts,
  task: AnyTask,
  input: unknown,
  overrides: PerformOverrides = {},
): Promise<unknown> {
  const { app } = parts.run;
  const known = knownTask(app, task);
  checkKnownOptions("perform", overrides, Object.keys(CONTEXT));
  const parsed = await parseInput(parts, known, input);
  const ctx = createContext(parts, known, overrides);
  const returned: unknown = await handlerOf(parts.run, known)(parsed, ctx);
  const owned = { taskId: ctx.taskId, owner: "perform" };
  const output = await readOutput(
    parts.enginePorts,
    { ...known, ignoreResult: false },
    owned,
    returned,
  );
  if (output.kind !== "ready") throw output.error;
  const followed = { task: known, taskId: ctx.taskId, origin: undefined, joined: false };
  const result = await readResult({ ports: parts.clientPorts, ...followed }, output.result);
  return result?.value;
}

function handlerOf({ handlers }: Handlers, { name, definition }: ResolvedTask): TaskHandler["run"] {
  const run = handlers.find(({ task }) => task.name === name)?.run ?? definition.run;
  if (run !== undefined) return run;
  throw new CeleriacError(
    "missing-handler",
    `task "${name}" has no handler: give it \`run\`, or hand handle(task, fn) to createTestApp`,
    { details: { task: name } },
  );
}

/** As it would travel: checked by whoever enqueues, made JSON, parsed by whoever runs. */
async function parseInput(
  { enginePorts }: PerformParts,
  task: ResolvedTask,
  input: unknown,
): Promise<unknown> {
  await checkInput(task, input);
  const json = toJson(input, `the input of task ${task.name}`);
  const wire = json && ({ kind: "inline", value: json.value } as const);
  const read = await readInput(enginePorts, task.definition, wire);
  if (read.kind === "parsed") return read.value;
  throw read.error;
}

/** Every member of a context; the type makes a forgotten one an error. */
const CONTEXT: Readonly<Record<keyof TaskContext, true>> = {
  ...{ taskId: true, task: true, queue: true, attempt: true, generation: true, tick: true },
  ...{ deadline: true, signal: true, logger: true, tags: true, tenant: true, parentId: true },
  ...{ rootId: true, idempotencyKey: true, progress: true, client: true },
};

function createContext(
  { client, enginePorts }: PerformParts,
  task: ResolvedTask,
  overrides: PerformOverrides,
): TaskContext {
  const { clock, random, logger } = enginePorts;
  const taskId = overrides.taskId ?? uuidv7(clock.now(), random.hex(10));
  const { tags = {}, tenant, rootId = taskId, attempt = 1, progress } = overrides;
  const { timeLimitMs } = task;
  const writer = createProgressWriter(enginePorts, undefined);
  return {
    ...{ task: task.name, queue: task.queue, generation: 0, tick: undefined, parentId: undefined },
    deadline: timeLimitMs === undefined ? undefined : clock.now() + timeLimitMs,
    signal: new AbortController().signal,
    logger: logger.with({ taskId, task: task.name, queue: task.queue, attempt }),
    idempotencyKey: `${task.name}:${taskId}`,
    client: client.derive({ parentId: taskId, rootId, hops: 1, tags, tenant }),
    ...overrides,
    ...{ taskId, tags, tenant, rootId, attempt },
    progress: (value) => {
      writer.report(value);
      progress?.(value);
    },
  };
}
