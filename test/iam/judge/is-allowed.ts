import { type Statement, toPolicyDocument } from "@celeriac/sst/access";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import { ACCOUNT } from "./deployed-app.ts";
import type { Right } from "./required-rights.ts";

/**
 * Whether IAM would allow it to a role that has these statements and nothing else.
 * @throws {Error} for an action that AWS does not know, or that has no such resource.
 */
export async function isAllowed(
  statements: readonly Statement<string>[],
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
      identityPolicies: [{ name: "inline", policy: toPolicyDocument(statements) }],
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
