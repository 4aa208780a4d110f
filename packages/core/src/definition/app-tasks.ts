import { show } from "../show.ts";
import { isTask } from "./is-task.ts";
import type { OptionChecks } from "./option-checks.ts";
import type { AnyTask } from "./task-definition.ts";

/** Reads the tasks of an app, a list or a module namespace, and refuses two of one name. */
export function readTasks(tasks: unknown, checks: OptionChecks): AnyTask[] {
  const found = new Map<string, AnyTask>();
  for (const task of candidates(tasks, checks)) {
    const known = found.get(task.name);
    // A module may export one task under two names.
    if (known !== undefined && known !== task) {
      checks.say(`two tasks are named ${show(task.name)}: a name is a task's identity on the wire`);
    }
    found.set(task.name, known ?? task);
  }
  return [...found.values()];
}

function candidates(tasks: unknown, checks: OptionChecks): AnyTask[] {
  if (Array.isArray(tasks)) {
    return tasks.filter((value: unknown, index): value is AnyTask => {
      if (isTask(value)) return true;
      checks.wrong(`tasks[${index}]`, value, "a task, as defineTask makes them");
      return false;
    });
  }
  if (typeof tasks !== "object" || tasks === null) {
    checks.wrong("tasks", tasks, "an array of tasks, or a module namespace that exports some");
    return [];
  }
  const found = Object.values(tasks).filter(isTask);
  if (found.length === 0) checks.say("tasks: nothing in the given module is a task");
  return found;
}
