import type { Clock, Random } from "@celeriac/core";
import type { DynamoDbCalls } from "./dynamodb-calls.ts";

/** What the ports on DynamoDB work with. */
export interface DynamoDbContext {
  readonly table: string;
  /** Where DynamoDB answers, in words. */
  readonly target: string;
  readonly calls: () => Promise<DynamoDbCalls>;
  readonly clock: Clock;
  readonly random: Random;
}
