import type { LogRetention } from "./celeriac-args.ts";
import type { Context } from "./context.ts";
import { transformed } from "./transforms.ts";

/** In days, as CloudWatch Logs counts. */
const DAYS: Readonly<Record<LogRetention, number>> = {
  "1 day": 1,
  "3 days": 3,
  "5 days": 5,
  "1 week": 7,
  "2 weeks": 14,
  "1 month": 30,
  "2 months": 60,
  "3 months": 90,
  "4 months": 120,
  "5 months": 150,
  "6 months": 180,
  "1 year": 365,
};

/** The log group of a queue's consumer, or of the function that consumes several. */
export function createLogGroup(
  { transform, options }: Context,
  name: string,
  retention: LogRetention,
): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(
    ...transformed(transform.logGroup, name, { retentionInDays: DAYS[retention] }, options),
  );
}
