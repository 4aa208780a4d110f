import { runSimulation } from "@cloud-copilot/iam-simulate";
import type { Right } from "./required-rights.ts";

/** The account that is asked; which one makes no difference within it. */
const ACCOUNT = "123456789012";

/**
 * Whether IAM would allow it to a role that has these policies and nothing else.
 * @throws {Error} for an action that AWS does not know, or that has no such resource.
 */
export async function isAllowed(
  policies: readonly object[],
  { action, resource, context = {} }: Right,
): Promise<boolean> {
  const answer = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/judged`,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { ...context },
      },
      identityPolicies: policies.map((policy, index) => ({ name: `policy-${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (answer.resultType === "error") {
    throw new Error(`${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
  }
  return answer.overallResult === "Allowed";
}
