import type { Topology } from "@celeriac/core";
import { consumerStatements } from "../access/consumer-statements.ts";
import { mergeStatements } from "../access/merge-statements.ts";
import { operatorStatements } from "../access/operator-statements.ts";
import { checkPolicySize, type Grant } from "../access/policy-size.ts";
import { producerStatements } from "../access/producer-statements.ts";
import { schedulerStatements } from "../access/scheduler-statements.ts";
import type { LogicalNames } from "../names/logical-names.ts";

/** SQS: characters of a queue's name. */
const LONGEST_QUEUE_NAME = 80;
/** What SST adds to a name: the queue's part, hyphens, and eight random letters (naming.ts: `physicalName`). */
const ADDED_CHARACTERS = "Queue".length + "--".length + "-abcdefgh".length;

export interface DeployedNames {
  /** SST's name of the app, and its stage. */
  readonly app: string;
  readonly stage: string;
  readonly names: LogicalNames;
}

/**
 * Whether the policies of all roles fit into what IAM takes.
 * @throws {CeleriacError} `invalid-definition`, naming the role and how long its policy would be.
 */
export function checkPolicies(topology: Topology, shared: boolean, deployed: DeployedNames): void {
  const characters = queueNameCharacters(topology, deployed);
  const check = (role: string, grant: Grant): void =>
    checkPolicySize(topology, role, grant, characters);
  check("what links the component", (arns) => producerStatements(topology, arns));
  check("what links its operator", (arns) =>
    mergeStatements([...producerStatements(topology, arns), ...operatorStatements(topology, arns)]),
  );
  check("EventBridge Scheduler", (arns) => schedulerStatements(topology, arns));
  for (const queues of consumedTogether(topology, shared)) {
    check(`the consumer of ${queues.join(", ")}`, (arns) =>
      consumerStatements(topology, queues, arns),
    );
  }
}

function queueNameCharacters(topology: Topology, { app, stage, names }: DeployedNames): number {
  const longest = Math.max(
    ...topology.queues.flatMap(({ name }) =>
      (["Queue", "DeadLetters"] as const).map((part) => names.queue(part, name).length),
    ),
  );
  return Math.min(LONGEST_QUEUE_NAME, app.length + stage.length + longest + ADDED_CHARACTERS);
}

function consumedTogether(topology: Topology, shared: boolean): readonly (readonly string[])[] {
  const lambda = topology.queues.filter(({ consumer }) => consumer.kind === "lambda");
  const fargate = topology.queues.filter(({ consumer }) => consumer.kind === "fargate");
  const alone = (shared ? fargate : topology.queues).map(({ name }) => [name]);
  return shared && lambda.length > 0 ? [lambda.map(({ name }) => name), ...alone] : alone;
}
