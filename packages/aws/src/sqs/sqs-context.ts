import type { Clock, Random, Resources } from "@celeriac/core";
import type { SqsCalls } from "./sqs-calls.ts";

/** What the ports on SQS work with. */
export interface SqsContext {
  readonly resources: Resources;
  /** Where SQS answers, in words. */
  readonly target: string;
  readonly calls: () => Promise<SqsCalls>;
  readonly clock: Clock;
  readonly random: Random;
}
