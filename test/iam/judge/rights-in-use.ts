import type { Statement } from "@celeriac/sst/access";
import type { Need } from "./judged-calls.ts";

/** The rights that are there, as `role sid action`. */
export function rightsOfRoles(needs: readonly Need[]): readonly string[] {
  const rights = needs.flatMap(({ role, statements }) =>
    statements.flatMap(({ sid, actions }) => actions.map((action) => `${role} ${sid} ${action}`)),
  );
  return [...new Set(rights)];
}

/** Those of them that were needed. */
export function rightsInUse(needs: readonly Need[]): readonly string[] {
  const rights = needs.flatMap(({ role, right, statements }) =>
    statements
      .filter((statement) => grants(statement, right))
      .map(({ sid }) => `${role} ${sid} ${right.action}`),
  );
  return [...new Set(rights)];
}

function grants(
  { actions, resources }: Statement<string>,
  { action, resource }: Need["right"],
): boolean {
  if (!actions.includes(action)) return false;
  return resources.some((granted) =>
    granted.endsWith("*") ? resource.startsWith(granted.slice(0, -1)) : resource === granted,
  );
}
