import type { FargateConsumer } from "@celeriac/core";
import { arnOf, type Context } from "./context.ts";

/** The least that stays up while a deployment replaces workers, per cent: no queue waits for a second fleet. */
const MINIMUM_HEALTHY_PERCENT = 50;

/** No shell into a running worker, and a count that belongs to the autoscaler: a deployment does not reset it. */
export function setService(
  service: aws.ecs.ServiceArgs,
  options: $util.CustomResourceOptions,
): void {
  service.enableExecuteCommand = false;
  service.deploymentMinimumHealthyPercent = MINIMUM_HEALTHY_PERCENT;
  service.propagateTags = "SERVICE";
  options.ignoreChanges = [...(options.ignoreChanges ?? []), "desiredCount"];
}

/** Without a NAT gateway a worker reaches AWS's services by an address of its own. */
export function givePublicAddress(service: aws.ecs.ServiceArgs): void {
  service.networkConfiguration = $util
    .output(service.networkConfiguration)
    .apply((network) => ({ subnets: [], ...network, assignPublicIp: true }));
}

/** What SST's container definitions hold that a worker does not want, and what they lack. */
interface ContainerDefinition {
  readonly pseudoTerminal?: boolean;
  readonly portMappings?: readonly unknown[];
  readonly stopTimeout?: number;
}

/**
 * Gives a worker the time to drain; takes the open ports, which nobody calls, and the terminal, which would write a
 * carriage return into each line of the log.
 */
export function setTaskDefinition(
  definition: aws.ecs.TaskDefinitionArgs,
  { stopTimeoutSeconds }: FargateConsumer,
): void {
  definition.containerDefinitions = $util
    .jsonParse($util.output(definition.containerDefinitions))
    .apply((containers: readonly ContainerDefinition[]) =>
      JSON.stringify(
        containers.map(({ pseudoTerminal: _, portMappings: __, ...container }) => ({
          ...container,
          stopTimeout: stopTimeoutSeconds,
        })),
      ),
    );
}

interface PolicyStatement {
  readonly Action: string | readonly string[];
}

/** Takes the rights that only ECS Exec uses: they are on every resource of the account. */
export function withoutRemoteShell(role: aws.iam.RoleArgs): void {
  role.inlinePolicies = $util.output(role.inlinePolicies).apply((policies) =>
    (policies ?? []).map((policy) => ({
      ...policy,
      policy:
        policy.policy === undefined ? undefined : withoutActionsOf("ssmmessages:", policy.policy),
    })),
  );
}

function withoutActionsOf(prefix: string, json: string): string {
  const policy = JSON.parse(json) as { Statement: readonly PolicyStatement[] };
  const kept = policy.Statement.filter(
    ({ Action }) => ![Action].flat().every((action) => action.startsWith(prefix)),
  );
  return JSON.stringify({ ...policy, Statement: kept });
}

/**
 * What ECS itself may do to start a worker: pull SST's image repository and write this worker's log. AWS's managed
 * policy, and SST's rights on every secret of the account, go.
 */
export function narrowExecutionRole(
  context: Context,
  { logGroupName, repository }: { readonly logGroupName: string; readonly repository: string },
  role: aws.iam.RoleArgs,
): void {
  const policy = aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        sid: "Pull",
        actions: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
        ],
        resources: [arnOf(context, "ecr", `repository/${repository}`)],
      },
      // The one action of the deployment that IAM cannot narrow to a resource.
      { sid: "LogIn", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
      {
        sid: "Log",
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [arnOf(context, "logs", `log-group:${logGroupName}:*`)],
      },
    ],
  });
  role.managedPolicyArns = [];
  role.inlinePolicies = [{ name: "start", policy: policy.json }];
}
