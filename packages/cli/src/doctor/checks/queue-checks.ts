import {
  lambdaVisibilitySeconds,
  type QueueLocation,
  type QueueResource,
  type QueueSettings,
  SQS_MAX_MESSAGE_BYTES,
} from "@celeriac/core";
import { demandsTls, openStatements, soundPolicy } from "../access-policy.ts";
import { type Check, onTold } from "../check.ts";
import { byCall, DEPLOY, type Fix } from "../fix.ts";

/** A queue, and what it should be. */
export interface QueueData {
  readonly queue: QueueResource;
  readonly location: QueueLocation;
  readonly settings: QueueSettings;
  readonly deadLetters: QueueLocation | undefined;
  /** The longest timeout among the functions that consume it, and the topology's; 0 where workers do. */
  readonly functionTimeoutSeconds: number;
}

/** What any queue is judged by, dead-letter queues too. */
export type AnyQueueData = Pick<QueueData, "location" | "settings">;

export const QUEUE_MISSING: Check<undefined> = {
  id: "queue-missing",
  severity: "missing",
  title: "a queue does not exist",
  why: "tasks of this queue cannot be sent",
  judge: () => ({ found: "no queue", expected: "the queue of the topology", fix: DEPLOY }),
};

export const QUEUE_CHECKS: readonly Check<QueueData>[] = [
  {
    id: "queue-visibility-under-timeout",
    severity: "unsafe",
    title: "visibility timeout under the function's timeout",
    why: "messages come back while their tasks still run; AWS refuses such a mapping",
    judge: (data) =>
      onTold(data.settings.visibilityTimeoutSeconds, "VisibilityTimeout", (found) =>
        found < data.functionTimeoutSeconds ? visibility(data, found) : undefined,
      ),
  },
  {
    id: "queue-visibility-short",
    severity: "drifted",
    title:
      "visibility timeout under six times the function's timeout and the batch window, or under the workers' lease",
    why: "when Lambda throttles the function, messages come back before they could be delivered, and each time counts",
    judge: (data) =>
      onTold(data.settings.visibilityTimeoutSeconds, "VisibilityTimeout", (found) =>
        found < wantedVisibility(data) && found >= data.functionTimeoutSeconds
          ? visibility(data, found)
          : undefined,
      ),
  },
  {
    id: "queue-visibility-long",
    severity: "drifted",
    title: "visibility timeout over the topology's",
    why: "what a host took along when it died comes back later than it could",
    judge: (data) =>
      onTold(data.settings.visibilityTimeoutSeconds, "VisibilityTimeout", (found) =>
        found > wantedVisibility(data) ? visibility(data, found) : undefined,
      ),
  },
  {
    id: "queue-retention-short",
    severity: "unsafe",
    title: "retention under the topology's",
    why: "SQS drops tasks that wait, or are retried, for longer, without a trace",
    judge: ({ queue, settings, location }) =>
      onTold(settings.retentionSeconds, "MessageRetentionPeriod", (found) =>
        found < queue.retentionSeconds
          ? retention(location, found, queue.retentionSeconds)
          : undefined,
      ),
  },
  {
    id: "queue-retention-long",
    severity: "drifted",
    title: "retention over the topology's",
    why: "tasks that nobody does are kept for longer than the app says",
    judge: ({ queue, settings, location }) =>
      onTold(settings.retentionSeconds, "MessageRetentionPeriod", (found) =>
        found > queue.retentionSeconds
          ? retention(location, found, queue.retentionSeconds)
          : undefined,
      ),
  },
  {
    id: "queue-redrive-missing",
    severity: "unsafe",
    title: "no redrive policy",
    why: "a message that kills every host comes back until SQS drops it, and no dead letter is left",
    judge: (data) =>
      data.settings.redrive === undefined
        ? { found: "no redrive policy", ...redrive(data) }
        : undefined,
  },
  {
    id: "queue-redrive-elsewhere",
    severity: "unsafe",
    title: "redrive policy to another queue than its own dead-letter queue",
    why: "dead letters are where nobody looks, and a redrive does not know where they came from",
    judge: (data) => {
      const target = data.settings.redrive?.deadLetterArn;
      if (target === undefined || target === data.deadLetters?.arn) return undefined;
      return { found: `dead letters to ${target}`, ...redrive(data) };
    },
  },
  {
    id: "queue-receives-few",
    severity: "unsafe",
    title: "fewer receives than the topology's before SQS dead-letters a message",
    why: "retries and waits are receives: tasks are dead-lettered in the middle of them",
    judge: (data) => {
      const count = data.settings.redrive?.maxReceiveCount;
      if (count === undefined || count >= data.queue.maxReceiveCount) return undefined;
      return { found: `maxReceiveCount ${count}`, ...redrive(data) };
    },
  },
  {
    id: "queue-receives-many",
    severity: "drifted",
    title: "more receives than the topology's before SQS dead-letters a message",
    why: "a message that no host can decode or claim is tried for longer",
    judge: (data) => {
      const count = data.settings.redrive?.maxReceiveCount;
      if (count === undefined || count <= data.queue.maxReceiveCount) return undefined;
      return { found: `maxReceiveCount ${count}`, ...redrive(data) };
    },
  },
  {
    id: "queue-delay",
    severity: "drifted",
    title: "a delay on every message",
    why: "each task waits for so long before it can start",
    judge: ({ settings, location }) =>
      onTold(settings.delaySeconds, "DelaySeconds", (found) =>
        found > 0
          ? {
              found: `DelaySeconds ${found}`,
              expected: "DelaySeconds 0",
              fix: setAttribute(location, "take the delay away", "DelaySeconds", "0"),
            }
          : undefined,
      ),
  },
];

/** For queues and dead-letter queues. */
export const ANY_QUEUE_CHECKS: readonly Check<AnyQueueData>[] = [
  {
    id: "queue-unencrypted",
    severity: "unsafe",
    title: "not encrypted at rest",
    why: "inputs of tasks lie in the clear",
    judge: ({ settings, location }) =>
      onTold(settings.encrypted, "SqsManagedSseEnabled", (encrypted) =>
        encrypted
          ? undefined
          : {
              found: "no server-side encryption",
              expected: "SSE-SQS or SSE-KMS",
              fix: setAttribute(location, "encrypt it", "SqsManagedSseEnabled", "true"),
            },
      ),
  },
  {
    id: "queue-plain-http",
    severity: "unsafe",
    title: "no policy that refuses requests without TLS",
    why: "a client with a wrong endpoint sends inputs of tasks in the clear, and nobody notices",
    judge: ({ settings, location }) =>
      demandsTls(settings.policy, "sqs")
        ? undefined
        : {
            found: "no TLS-only policy",
            expected: "a Deny of sqs:* where aws:SecureTransport is false",
            fix: setPolicy(location, settings.policy),
          },
  },
  {
    id: "queue-public",
    severity: "unsafe",
    title: "a policy that lets everybody in",
    why: "anyone may do with it what the policy allows: send tasks, or take them",
    judge: ({ settings, location }) => {
      const open = openStatements(settings.policy);
      if (open.length === 0) return undefined;
      return {
        found: `${open.length} of the policy's statements allow Principal "*" on no condition`,
        expected: "none",
        fix: setPolicy(location, settings.policy),
      };
    },
  },
  {
    id: "queue-message-size",
    severity: "unsafe",
    title: "takes smaller messages than SQS allows",
    why: "SQS refuses tasks whose input the client takes for small enough to travel",
    judge: ({ settings, location }) =>
      onTold(settings.maximumMessageBytes, "MaximumMessageSize", (found) =>
        found < SQS_MAX_MESSAGE_BYTES
          ? {
              found: `MaximumMessageSize ${found} bytes`,
              expected: `${SQS_MAX_MESSAGE_BYTES} bytes`,
              fix: setAttribute(
                location,
                "let it take all that SQS takes",
                "MaximumMessageSize",
                String(SQS_MAX_MESSAGE_BYTES),
              ),
            }
          : undefined,
      ),
  },
];

/** The topology's, or more where the function that is deployed has a longer timeout. */
function wantedVisibility({ queue, functionTimeoutSeconds }: QueueData): number {
  const { consumer, visibilityTimeoutSeconds } = queue;
  const window = consumer.kind === "lambda" ? consumer.batchWindowSeconds : 0;
  return Math.max(
    visibilityTimeoutSeconds,
    lambdaVisibilitySeconds(functionTimeoutSeconds, window),
  );
}

function visibility(data: QueueData, found: number) {
  const wanted = wantedVisibility(data);
  const timeout =
    data.functionTimeoutSeconds === 0
      ? ""
      : ` for a function of at most ${data.functionTimeoutSeconds} s`;
  return {
    found: `VisibilityTimeout ${found} s${timeout}`,
    expected: `${wanted} s`,
    fix: setAttribute(data.location, "set it", "VisibilityTimeout", String(wanted)),
  };
}

function retention(location: QueueLocation, found: number, wanted: number) {
  return {
    found: `MessageRetentionPeriod ${found} s`,
    expected: `${wanted} s`,
    fix: setAttribute(location, "set it", "MessageRetentionPeriod", String(wanted)),
  };
}

function redrive({ queue, location, deadLetters }: QueueData): { expected: string; fix: Fix } {
  const { maxReceiveCount } = queue;
  if (deadLetters === undefined) {
    return { expected: `to ${queue.deadLetterQueue}, which is missing`, fix: DEPLOY };
  }
  const policy = JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount });
  return {
    expected: `after ${maxReceiveCount} receives to ${deadLetters.arn}`,
    fix: setAttribute(location, "set the redrive policy", "RedrivePolicy", policy),
  };
}

function setPolicy(location: QueueLocation, policy: unknown): Fix {
  return setAttribute(
    location,
    "set the policy",
    "Policy",
    soundPolicy(policy, "sqs", [location.arn]),
  );
}

/** One attribute of a queue; the others stay as they are. */
export function setAttribute(
  { url }: QueueLocation,
  text: string,
  name: string,
  value: string,
): Fix {
  return byCall(text, "sqs", "SetQueueAttributes", {
    QueueUrl: url,
    Attributes: { [name]: value },
  });
}
