import type { Topology } from "@celeriac/core";
import type { LogicalNames } from "../names/logical-names.ts";
import type { PhysicalNames } from "../names/physical-names.ts";
import type { Transforms } from "./transforms.ts";

/** What every part of the component is made with. */
export interface Context {
  readonly topology: Topology;
  readonly names: LogicalNames;
  readonly physical: PhysicalNames;
  readonly transform: Transforms;
  /** For Pulumi's own resources. */
  readonly options: { readonly parent: $util.ComponentResource };
  /** The stage keeps what holds tasks when it is removed. */
  readonly retains: boolean;
  readonly partition: $util.Output<string>;
  readonly region: $util.Output<string>;
  readonly account: $util.Output<string>;
}

/** An ARN of this account and region: `arn:aws:<service>:<region>:<account>:<rest>`. */
export function arnOf(
  { partition, region, account }: Context,
  service: string,
  rest: $util.Input<string>,
): $util.Output<string> {
  return $util.interpolate`arn:${partition}:${service}:${region}:${account}:${rest}`;
}
