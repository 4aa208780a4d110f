import { LOG_RETENTION_DAYS, type LogRetention } from "../settings/log-retention.ts";
import type { Context } from "./context.ts";
import { transformed } from "./transforms.ts";

/** The log group of a queue's consumer, or of the function that consumes several. */
export function createLogGroup(
  { physical, transform, options }: Context,
  name: string,
  retention: LogRetention,
): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(
    ...transformed(
      transform.logGroup,
      name,
      { name: physical.logGroup(name), retentionInDays: LOG_RETENTION_DAYS[retention] },
      options,
    ),
  );
}
