import type { Resources } from "@celeriac/core";

/** The partition of AWS that an app is deployed in, as its queues' ARNs say: `aws`, `aws-cn`, `aws-us-gov`. */
export function partitionOf(resources: Resources): string {
  const [location] = Object.values(resources.queues);
  return location?.arn.split(":")[1] ?? "aws";
}
