import type { DeployedMapping, QueueLocation, QueueResource, QueueSettings } from "@celeriac/core";
import { type Check, onTold } from "../check.ts";
import { byCall, DEPLOY } from "../fix.ts";
import { setAttribute } from "./queue-checks.ts";

/** A dead-letter queue, and the queue it belongs to. */
export interface DeadLetterData {
  readonly queue: QueueResource;
  readonly location: QueueLocation;
  readonly settings: QueueSettings;
  readonly source: QueueLocation | undefined;
}

export const DEAD_LETTER_QUEUE_MISSING: Check<undefined> = {
  id: "dead-letter-queue-missing",
  severity: "missing",
  title: "a dead-letter queue does not exist",
  why: "tasks that cannot run are tried until SQS drops them",
  judge: () => ({
    found: "no queue",
    expected: "the dead-letter queue of the topology",
    fix: DEPLOY,
  }),
};

export const DEAD_LETTER_CHECKS: readonly Check<DeadLetterData>[] = [
  {
    id: "dead-letter-retention-short",
    severity: "unsafe",
    title: "retention of dead letters under the topology's 14 days",
    why: "a message that SQS moves keeps its age: dead letters go before anybody has looked",
    judge: ({ queue, settings, location }) =>
      onTold(settings.retentionSeconds, "MessageRetentionPeriod", (found) =>
        found < queue.deadLetterRetentionSeconds
          ? {
              found: `MessageRetentionPeriod ${found} s${found < queue.retentionSeconds ? ", less than the queue's own" : ""}`,
              expected: `${queue.deadLetterRetentionSeconds} s`,
              fix: setAttribute(
                location,
                "set it",
                "MessageRetentionPeriod",
                String(queue.deadLetterRetentionSeconds),
              ),
            }
          : undefined,
      ),
  },
  {
    id: "dead-letter-redrive-open",
    severity: "unsafe",
    title: "a redrive allow policy other than for its own queue alone",
    why: "another queue's dead letters may come in here, and a redrive would send them to the wrong one",
    judge: ({ settings, location, source }) => {
      if (source === undefined) return { untold: "its queue is missing" };
      const { permission = "allowAll", sourceArns = [] } = settings.redriveAllow ?? {};
      const isOwn =
        permission === "byQueue" && sourceArns.length === 1 && sourceArns[0] === source.arn;
      if (isOwn) return undefined;
      const policy = JSON.stringify({
        redrivePermission: "byQueue",
        sourceQueueArns: [source.arn],
      });
      return {
        found: [permission, ...sourceArns].join(" "),
        expected: `byQueue ${source.arn}`,
        fix: setAttribute(location, "set the redrive allow policy", "RedriveAllowPolicy", policy),
      };
    },
  },
];

export const DEAD_LETTER_CONSUMER_CHECKS: readonly Check<readonly DeployedMapping[]>[] = [
  {
    id: "dead-letter-consumed",
    severity: "unsafe",
    title: "an event source mapping on a dead-letter queue",
    why: "a function takes the dead letters away: they can be neither seen nor redriven",
    judge: ([mapping]) =>
      mapping === undefined
        ? undefined
        : {
            found: `consumed by ${mapping.functionArn}`,
            expected: "no consumer",
            fix: byCall("delete the mapping", "lambda", "DeleteEventSourceMapping", {
              UUID: mapping.id,
            }),
          },
  },
];
