import type { ResolvedTask } from "@celeriac/core";
import type { ClientPorts } from "../client-ports.ts";

/** One request to run a task, and what it takes to follow it. */
export interface FollowedTask {
  readonly ports: ClientPorts;
  readonly task: ResolvedTask;
  readonly taskId: string;
  /** Known where it was enqueued; not where it is followed by its id alone. */
  readonly origin: TaskOrigin | undefined;
  /** It was under way already when a request of its unique key was made. */
  readonly joined: boolean;
}

/** What the sender of a request knows before there is a record. */
export interface TaskOrigin {
  readonly queue: string;
  readonly enqueuedAt: number;
  readonly eta: number | undefined;
}

/** Names a task in messages: its name and its id. */
export function nameOf({ task, taskId }: Pick<FollowedTask, "task" | "taskId">): string {
  return `task ${task.name} (${taskId})`;
}
