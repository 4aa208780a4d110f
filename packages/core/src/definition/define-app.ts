import { parseDuration } from "../duration.ts";
import { show } from "../show.ts";
import type { App, AppOptions, ScheduledTasks } from "./app-definition.ts";
import { checkOverrides, checkRoutes } from "./app-patterns.ts";
import { resolveTasks } from "./app-resolution.ts";
import { resolveSchedules } from "./app-schedules.ts";
import { readTasks } from "./app-tasks.ts";
import { DEFAULT_QUEUE, DEFAULT_UNKNOWN_TASK_GRACE } from "./defaults.ts";
import { createMistakes, type Mistakes } from "./mistakes.ts";
import { APP_NAME_SYNTAX, isAppName } from "./names.ts";
import { createOptionChecks, type OptionChecks } from "./option-checks.ts";
import { lambda } from "./queues.ts";
import { resolveQueue } from "./resolve-queue.ts";
import type { ResolvedQueue } from "./resolved-queue.ts";
import { readSearchableTags } from "./searchable-tags.ts";
import type { TaskOptions } from "./task-options.ts";

type Options = Readonly<Record<string, unknown>>;

/** The keys of {@link AppOptions}; the type makes a forgotten one an error. */
const APP_OPTION: Readonly<Record<keyof AppOptions, true>> = {
  name: true,
  tasks: true,
  queues: true,
  routes: true,
  overrides: true,
  unknownTaskGrace: true,
  logInput: true,
  searchableTags: true,
  schedules: true,
};

/**
 * Checks tasks, queues, routes, overrides and schedules together, and fills in every default.
 * @throws {CeleriacError} `invalid-definition`, naming every mistake.
 */
export function defineApp<const Scheduled extends ScheduledTasks = ScheduledTasks>(
  options: AppOptions<Scheduled>,
): App {
  const mistakes = createMistakes();
  const checks = createOptionChecks("", mistakes);
  const given: unknown = options;
  if (!checks.object("its argument", given)) mistakes.throwIfAny("defineApp");
  else checks.known(given, Object.keys(APP_OPTION));
  if (!isAppName(options.name)) checks.wrong("name", options.name, APP_NAME_SYNTAX);
  const grace = checks.duration("unknownTaskGrace", options.unknownTaskGrace, { most: "12h" });
  checks.kind("logInput", options.logInput, "boolean");
  const searchableTags = readSearchableTags(options.searchableTags, checks);
  const definitions = readTasks(options.tasks, checks);
  const queues = readQueues(options.queues, checks, mistakes);
  const known = { tasks: definitions, queues };
  const routes = section<string>("routes", options.routes, checks);
  checkRoutes(routes, known, mistakes);
  const overrides = section<TaskOptions>("overrides", options.overrides, checks);
  const before = mistakes.count();
  checkOverrides(overrides, known, mistakes);
  // Overrides that are wrong were reported: laid over tasks they would be reported once more for each.
  const sound = mistakes.count() === before ? overrides : {};
  const tasks = resolveTasks(known, { routes, overrides: sound }, mistakes);
  const schedules = resolveSchedules(
    section("schedules", options.schedules, checks),
    { definitions, tasks, searchableTags },
    mistakes,
  );
  mistakes.throwIfAny(`app ${show(options.name)}`);
  return Object.freeze({
    kind: "app",
    name: options.name,
    tasks,
    queues,
    unknownTaskGraceMs: grace ?? parseDuration(DEFAULT_UNKNOWN_TASK_GRACE, "unknownTaskGrace"),
    logInput: options.logInput ?? false,
    searchableTags,
    schedules,
  });
}

function readQueues(
  queues: unknown,
  checks: OptionChecks,
  mistakes: Mistakes,
): ReadonlyMap<string, ResolvedQueue> {
  const definitions = queues === undefined ? { [DEFAULT_QUEUE]: lambda() } : queues;
  if (!checks.object("queues", definitions)) return new Map();
  return new Map(
    Object.entries(definitions).map(([name, definition]) => [
      name,
      resolveQueue(name, definition, mistakes),
    ]),
  );
}

function section<Value>(
  what: string,
  value: unknown,
  checks: OptionChecks,
): Readonly<Record<string, Value>> {
  if (value === undefined || !checks.object(what, value)) return {};
  return value as Options as Readonly<Record<string, Value>>;
}
