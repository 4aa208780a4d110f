import { matchGlob } from "../routing/match-glob.ts";
import { show } from "../show.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { Mistakes } from "./mistakes.ts";
import { createOptionChecks } from "./option-checks.ts";
import type { ResolvedQueue } from "./resolved-queue.ts";
import type { AnyTask } from "./task-definition.ts";
import { checkTaskOptions, TASK_OPTIONS } from "./task-option-checks.ts";

type Options = Readonly<Record<string, unknown>>;

/** What routes and overrides are checked against. */
export interface Known {
  readonly tasks: readonly AnyTask[];
  readonly queues: ReadonlyMap<string, ResolvedQueue>;
}

/** Refuses a route that fits no task, or that leads to a queue which nobody defines. */
export function checkRoutes(routes: Options, known: Known, mistakes: Mistakes): void {
  for (const [pattern, queue] of Object.entries(routes)) {
    const where = `route ${show(pattern)}`;
    checkPattern(pattern, where, known, mistakes);
    checkQueue(queue, where, known, mistakes);
  }
}

/** Refuses an override that fits no task, and options that a task could not have. */
export function checkOverrides(overrides: Options, known: Known, mistakes: Mistakes): void {
  for (const [pattern, options] of Object.entries(overrides)) {
    const where = `override ${show(pattern)}`;
    const checks = createOptionChecks(where, mistakes);
    checkPattern(pattern, where, known, mistakes);
    if (!checks.object("its value", options)) continue;
    checks.known(options, TASK_OPTIONS);
    checkTaskOptions(options, checks);
  }
}

/** Refuses the name of a queue which nobody defines. */
export function checkQueue(queue: unknown, where: string, known: Known, mistakes: Mistakes): void {
  if (typeof queue === "string" && known.queues.has(queue)) return;
  const names = [...known.queues.keys()];
  const defined = names.length === 0 ? "no queue" : names.map((name) => show(name)).join(", ");
  const meant = typeof queue === "string" ? didYouMean(queue, names) : "";
  mistakes.add(where, `nobody defines the queue ${show(queue)}; the app has ${defined}${meant}`);
}

function checkPattern(pattern: string, where: string, known: Known, mistakes: Mistakes): void {
  const names = known.tasks.map((task) => task.name);
  if (names.some((name) => matchGlob(pattern, name))) return;
  const meant = didYouMean(pattern.replaceAll("*", ""), names);
  mistakes.add(where, `no task of the app has such a name${meant}`);
}
