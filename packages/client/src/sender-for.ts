import type { App, SenderContext, TaskSender } from "@celeriac/core";
import type { ClientPorts } from "./client-ports.ts";
import { createLanes } from "./enqueue/lanes.ts";
import { createTaskSender } from "./enqueue/task-sender.ts";

/**
 * Makes the senders of tasks that enqueue others: what a host needs of a client, and nothing that would make a function
 * larger for it. See `Client.derive`.
 */
export function createSenderFor(
  app: App,
  ports: ClientPorts,
): (context: SenderContext) => TaskSender {
  const lanes = createLanes();
  return (inherited) => createTaskSender({ app, ports, inherited, lanes });
}
