import { GetRoleCommand } from "@aws-sdk/client-iam";
import { type DeployedRole, type Reading, show } from "@celeriac/core";
import type { Inspection } from "./inspection.ts";
import { parsedJson } from "./parsed-json.ts";

/** Reads who may take the role that schedules send with. */
export async function readSchedulerRole({
  clients,
  resources,
  read,
}: Inspection): Promise<Reading<DeployedRole>> {
  const arn = resources.schedules.roleArn;
  return read({ action: "iam:GetRole", resource: `role ${show(arn)}` }, async () => {
    // A role's name is unique, whatever path is before it.
    const RoleName = arn.slice(arn.lastIndexOf("/") + 1);
    const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName }));
    return {
      trustPolicy: parsedJson(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")),
    };
  });
}
