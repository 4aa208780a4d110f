import type { CreatedResource } from "../harness/created-resource.ts";
import { type Deployed, ofType } from "./deployed.ts";

export interface PolicyStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

/** A role of the component's, and everything that its policies allow. */
export interface RolePolicy {
  readonly role: CreatedResource;
  readonly statements: readonly PolicyStatement[];
  readonly managed: readonly string[];
}

export function rolePolicies(deployed: Deployed): readonly RolePolicy[] {
  const components = ofType(deployed, "celeriac:aws:Celeriac").map(({ name }) => name);
  const roles = ofType(deployed, "aws:iam/role:Role").filter(({ name }) =>
    components.some((component) => name.startsWith(component)),
  );
  return roles.map((role) => {
    const inline = (role.inputs["inlinePolicies"] ?? []) as readonly { policy: string }[];
    return {
      role,
      statements: inline.flatMap(
        ({ policy }) => (JSON.parse(policy) as { Statement: PolicyStatement[] }).Statement,
      ),
      managed: (role.inputs["managedPolicyArns"] ?? []) as readonly string[],
    };
  });
}
