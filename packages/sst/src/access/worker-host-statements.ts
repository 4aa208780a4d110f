import type { Statement } from "./statement.ts";

/**
 * What a worker's ECS task may do besides consuming: protect itself from being scaled in while it runs tasks.
 * @param tasks all tasks of its cluster: `arn:…:task/<cluster>/*`; a task's own ARN is not known before it runs.
 */
export function workerHostStatements<Arn>(tasks: Arn): readonly Statement<Arn>[] {
  return [{ sid: "Protection", actions: ["ecs:UpdateTaskProtection"], resources: [tasks] }];
}
