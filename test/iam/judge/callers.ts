import type { Resources } from "@celeriac/core";
import {
  consumerStatements,
  operatorStatements,
  producerStatements,
  type Statement,
  schedulerStatements,
  workerHostStatements,
} from "@celeriac/sst/access";
import type { RecordedCall } from "../recorder/recorded-call.ts";
import { arnOf, type DeployedApp } from "./deployed-app.ts";

/** Who calls AWS in a deployment. A function's role is that of its event source mapping too. */
export type Role = "producer" | "operator" | "function" | "worker" | "scheduler";

export interface Caller {
  readonly role: Role;
  /** The logical names of the queues that it consumes. */
  readonly queues: readonly string[];
}

/**
 * Whose role a call is made in; `undefined`: a test's own, or the deployment's, which have other rights.
 * @throws {Error} for a caller that no test has.
 */
export function callerOf(call: RecordedCall, { queues }: Resources): Caller | undefined {
  const { caller } = call;
  if (caller === "producer" || caller === "operator") return { role: caller, queues: [] };
  if (caller === "worker") return { role: "worker", queues: ["worker"] };
  if (caller.startsWith("function-")) {
    return { role: "function", queues: [caller.slice("function-".length)] };
  }
  if (caller === "witness") return undefined;
  if (caller !== "local") throw new Error(`nobody calls AWS as "${caller}"`);
  // The embedded AWS itself: it provisions, and it is the event source mapping.
  const isMapping = call.service === "sqs" && MAPPING_CALLS.includes(call.operation);
  if (!isMapping) return undefined;
  const mapped = Object.entries(queues).find(([, { url }]) => url === call.queueUrl);
  return { role: "function", queues: mapped === undefined ? [] : [mapped[0]] };
}

const MAPPING_CALLS = ["ReceiveMessage", "DeleteMessageBatch"];

/** What a role may do in a deployment. */
export function statementsOf(
  { role, queues }: Caller,
  { topology, arns, resources }: DeployedApp,
): readonly Statement<string>[] {
  switch (role) {
    case "producer":
      return producerStatements(topology, arns);
    case "operator":
      return operatorStatements(topology, arns);
    case "function":
      return consumerStatements(topology, queues, arns);
    case "worker":
      return [
        ...consumerStatements(topology, queues, arns),
        ...workerHostStatements(arnOf(resources, "ecs", "task/workers/*")),
      ];
    case "scheduler":
      return schedulerStatements(topology, arns);
  }
}
