import { linkOf, type Rule } from "./deployed.ts";
import { rolePolicies } from "./policies.ts";

/** Actions that IAM knows no resource for (service authorization reference, "Actions defined by Amazon ECR"). */
const WITHOUT_RESOURCE = ["ecr:GetAuthorizationToken"];
/** IAM: all inline policies of a role together, characters without white space (IAM and STS quotas). */
const MAX_INLINE_POLICY = 10_240;

const list = (value: string | readonly string[]): readonly string[] => [value].flat();

export const accessRules: readonly Rule[] = [
  {
    promise: "no role may do every action, or anything on every resource",
    problems: (deployed) =>
      rolePolicies(deployed).flatMap(({ role, statements }) =>
        statements.flatMap(({ Action, Resource }) => [
          ...list(Action)
            .filter((action) => action.includes("*"))
            .map((action) => `${role.name} may ${action}`),
          ...(list(Resource).includes("*") &&
          list(Action).some((action) => !WITHOUT_RESOURCE.includes(action))
            ? [`${role.name} may ${list(Action).join(", ")} on *`]
            : []),
        ]),
      ),
  },
  {
    promise: "no role has a managed policy",
    problems: (deployed) =>
      rolePolicies(deployed)
        .filter(({ managed }) => managed.length > 0)
        .map(({ role, managed }) => `${role.name} has ${managed.join(", ")}`),
  },
  {
    promise: "a role is assumed by the one service that it is for",
    problems: (deployed) =>
      rolePolicies(deployed).flatMap(({ role }) => {
        const given = role.inputs["assumeRolePolicy"];
        const policy = (typeof given === "string" ? JSON.parse(given) : given) as {
          Statement: readonly { Principal: Readonly<Record<string, string | readonly string[]>> }[];
        };
        const principals = policy.Statement.flatMap(({ Principal }) => Object.entries(Principal));
        const [first] = principals;
        return principals.length === 1 && first?.[0] === "Service" && list(first[1]).length === 1
          ? []
          : [`${role.name} is assumed by ${JSON.stringify(principals)}`];
      }),
  },
  {
    promise: "a role's policies fit into what IAM takes",
    problems: (deployed) =>
      rolePolicies(deployed)
        .filter(({ statements }) => JSON.stringify(statements).length > MAX_INLINE_POLICY)
        .map(({ role }) => `the policy of ${role.name} is too long`),
  },
  {
    promise: "a link gives a producer's rights: to send, and never to receive or delete a message",
    problems: (deployed) => {
      const { include, resources } = linkOf(deployed);
      const actions = include.flatMap((permission) => permission.actions);
      const sent = include
        .filter((permission) => permission.actions.includes("sqs:SendMessage"))
        .flatMap((permission) => permission.resources);
      const own = [...deployed.app.queues.keys()].map(
        (queue) => resources.queues[queue]?.arn ?? "",
      );
      return [
        ...actions
          .filter((action) => action.startsWith("sqs:") && action !== "sqs:SendMessage")
          .map((action) => `the link may ${action}`),
        ...(actions.some((action) => action.includes("*")) ? ["the link has a wildcard"] : []),
        ...(new Set(sent).symmetricDifference(new Set(own)).size === 0
          ? []
          : [`the link sends to ${sent.join()}`]),
      ];
    },
  },
];
