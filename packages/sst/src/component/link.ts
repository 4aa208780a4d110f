import { LINK_KIND, type Resources } from "@celeriac/core";
import type { Statement } from "../access/statement.ts";

type Resolvable<Value> = Value extends object
  ? { readonly [Key in keyof Value]: Resolvable<Value[Key]> }
  : $util.Input<Value>;

/** Where the app's resources are, before the deployment has made them. */
export type LinkedResources = Resolvable<
  Pick<Resources, "app" | "region" | "queues" | "table" | "bucket" | "schedules">
>;

export interface Link {
  readonly properties: LinkedResources & { readonly kind: typeof LINK_KIND };
  readonly include: ReturnType<typeof sst.aws.permission>[];
}

/** What a function or service that links the component is told, and what it may do. */
export function linkOf(
  resources: LinkedResources,
  statements: readonly Statement<$util.Output<string>>[],
): Link {
  return {
    properties: { kind: LINK_KIND, ...resources },
    include: permissionsOf(statements).map((permission) => sst.aws.permission(permission)),
  };
}

/** Tells the app's own functions and workers where everything is. Their rights are in their roles. */
export class HostLink extends $util.ComponentResource {
  readonly #resources: LinkedResources;

  constructor(name: string, resources: LinkedResources, options: $util.ComponentResourceOptions) {
    super("celeriac:aws:HostLink", name, {}, options);
    this.#resources = resources;
  }

  getSSTLink(): Link {
    return linkOf(this.#resources, []);
  }
}

type Permission = Parameters<typeof sst.aws.permission>[0];

/** Statements in the form that SST's functions and services take. */
export function permissionsOf(
  statements: readonly Statement<$util.Output<string>>[],
): Permission[] {
  return statements.map(({ actions, resources, conditions }) => ({
    actions: [...actions],
    resources: [...resources],
    ...(conditions === undefined
      ? {}
      : {
          conditions: conditions.map((condition) => ({
            ...condition,
            values: [...condition.values],
          })),
        }),
  }));
}
