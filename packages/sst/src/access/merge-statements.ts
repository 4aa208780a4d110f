import type { Statement } from "./statement.ts";

/**
 * The same rights in as few statements as they take, and each resource in one of them: a role's policies may not have
 * more than 10,240 characters, and ARNs are most of them. Statements with conditions stay as they are, each once.
 *
 * Resources are one when they are the same text or the same object: what stands for an ARN has to be handed in once.
 */
export function mergeStatements<Arn>(
  statements: readonly Statement<Arn>[],
): readonly Statement<Arn>[] {
  const rights = new Map<Arn, Right>();
  for (const { sid, actions, resources } of statements.filter(isUnconditional)) {
    for (const resource of resources) {
      const right = rights.get(resource) ?? { sids: new Set(), actions: new Set() };
      right.sids.add(sid);
      for (const action of actions) right.actions.add(action);
      rights.set(resource, right);
    }
  }
  const merged = new Map<string, { readonly right: Right; readonly resources: Arn[] }>();
  for (const [resource, right] of rights) {
    const key = [...right.actions].toSorted().join();
    const same = merged.get(key) ?? { right, resources: [] };
    for (const sid of right.sids) same.right.sids.add(sid);
    same.resources.push(resource);
    merged.set(key, same);
  }
  const conditional = statements.filter((statement) => !isUnconditional(statement));
  return [
    ...[...merged.values()].map(({ right, resources }) => ({
      sid: [...right.sids].join(""),
      actions: [...right.actions],
      resources,
    })),
    ...new Map(conditional.map((statement) => [statement.sid, statement])).values(),
  ];
}

interface Right {
  readonly sids: Set<string>;
  readonly actions: Set<string>;
}

function isUnconditional<Arn>({ conditions }: Statement<Arn>): boolean {
  return conditions === undefined;
}
