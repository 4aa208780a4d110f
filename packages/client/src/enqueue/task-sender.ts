import type {
  AnyTask,
  EnqueueItem,
  EnqueueOptions,
  EnqueueOutcome,
  ResolvedTask,
  TaskHandle,
  TaskResult,
  TaskSender,
  TaskWire,
} from "@celeriac/core";
import { CeleriacError, show } from "@celeriac/core";
import { checkKnownOptions } from "../known-options.ts";
import { knownTask } from "../known-task.ts";
import { readingArguments } from "../reading-arguments.ts";
import { type Conditions, checkConditions } from "./conditions.ts";
import { type Launch, type LaunchSite, landingOf, launchTask } from "./launch.ts";
import { type Start, sendMany } from "./send-many.ts";
import { asError } from "./store-task.ts";

/** Makes what sends an app's tasks. */
export function createTaskSender(site: LaunchSite): TaskSender {
  const conditionsFor = (task: ResolvedTask, options: EnqueueOptions = {}): Conditions =>
    checkConditions(site.app, task, options, site.inherited);
  const order = (
    call: string,
    task: AnyTask,
    options: EnqueueOptions | undefined,
  ): { readonly known: ResolvedTask; readonly conditions: Conditions } =>
    readingArguments(call, () => {
      const known = knownTask(site.app, task);
      return { known, conditions: conditionsFor(known, options) };
    });
  return {
    async enqueue<T extends AnyTask>(
      task: T,
      input?: unknown,
      options?: EnqueueOptions,
    ): Promise<TaskHandle<TaskResult<T>>> {
      const { known, conditions } = order("enqueue", task, options);
      const launch = launchTask(site, known, conditions, input);
      const landing = await landingOf<TaskResult<T>>(site, launch);
      if (landing.ok) return landing.handle;
      throw landing.error;
    },

    async enqueueMany<T extends AnyTask>(
      task: T,
      inputs: Iterable<TaskWire<T>>,
      options?: EnqueueOptions,
    ): Promise<EnqueueOutcome<TaskResult<T>>[]> {
      checkIterable("enqueueMany", inputs);
      const { known, conditions } = order("enqueueMany", task, options);
      if (conditions.taskId !== undefined) throw oneIdForMany();
      return sendMany<unknown, TaskResult<T>>(inputs, (input) =>
        start(site, undefined, () => launchTask(site, known, conditions, input)),
      );
    },

    async enqueueItems<T extends AnyTask>(
      task: T,
      items: Iterable<EnqueueItem<TaskWire<T>>>,
    ): Promise<EnqueueOutcome<TaskResult<T>>[]> {
      checkIterable("enqueueItems", items);
      const { known, conditions: usual } = order("enqueueItems", task, undefined);
      return sendMany<EnqueueItem<unknown>, TaskResult<T>>(items, (item) =>
        start(site, idOf(item), () => {
          const { input, conditions } = readingArguments("enqueueItems", () => {
            checkItem(item);
            const { options } = item;
            return {
              input: item.input,
              conditions: options === undefined ? usual : conditionsFor(known, options),
            };
          });
          return launchTask(site, known, conditions, input);
        }),
      );
    },
  };
}

/** What is wrong with one item is that item's outcome. */
function start<Result>(
  site: LaunchSite,
  taskId: string | undefined,
  launch: () => Launch,
): Start<Result> {
  try {
    const launched = launch();
    return { size: launched.size, outcome: landingOf<Result>(site, launched) };
  } catch (error) {
    return { ok: false, taskId, error: asError(error) };
  }
}

/** The id that an item asks for, for the outcome of one that is refused. */
function idOf(item: unknown): string | undefined {
  try {
    const taskId: unknown = (item as EnqueueItem<unknown> | undefined)?.options?.taskId;
    return typeof taskId === "string" ? taskId : undefined;
  } catch {
    return undefined;
  }
}

function checkItem(item: unknown): void {
  checkKnownOptions("enqueueItems", item, ["input", "options"]);
}

function checkIterable(call: string, items: unknown): void {
  if (isIterable(items)) return;
  throw new CeleriacError(
    "invalid-options",
    `what was given to ${call} is ${show(items)}: expected an array or another iterable`,
  );
}

function isIterable(items: unknown): boolean {
  if (typeof items !== "object" || items === null) return false;
  return readingArguments("enqueueMany", () => Symbol.iterator in items);
}

function oneIdForMany(): CeleriacError {
  return new CeleriacError(
    "invalid-options",
    "enqueueMany takes no taskId, which names one request only: give each item its own with enqueueItems",
    { details: { option: "taskId" } },
  );
}
