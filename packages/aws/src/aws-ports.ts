import type {
  Clock,
  EffectStore,
  LockStore,
  MessageMover,
  MessageReceiver,
  MessageSender,
  PayloadStore,
  QueueDepth,
  Random,
  Resources,
  ScheduleStore,
  ServiceEndpoints,
  TagIndex,
  TaskStore,
} from "@celeriac/core";
import { CALL_POLICIES, type CallPolicies } from "./call/call-policy.ts";
import { createCaller } from "./call/caller.ts";
import { targetOf } from "./call/client-settings.ts";
import { createClients } from "./clients.ts";
import { createBatchedWrites } from "./dynamodb/batched-writes.ts";
import { createConsistentReads } from "./dynamodb/consistent-reads.ts";
import { createDynamoDbLockStore } from "./dynamodb/dynamodb-lock-store.ts";
import { createDynamoDbTagIndex } from "./dynamodb/dynamodb-tag-index.ts";
import { createDynamoDbTaskStore } from "./dynamodb/dynamodb-task-store.ts";
import { createSingleWrites } from "./dynamodb/single-writes.ts";
import { createDynamoDbEffectStore } from "./effects/dynamodb-effect-store.ts";
import { systemClock } from "./node/system-clock.ts";
import { systemRandom } from "./node/system-random.ts";
import { createS3PayloadStore } from "./s3/s3-payload-store.ts";
import { createScheduleStore } from "./scheduler/scheduler-schedule-store.ts";
import { readQueueDepth } from "./sqs/queue-depth.ts";
import { createSqsMover } from "./sqs/sqs-mover.ts";
import { createSqsReceiver } from "./sqs/sqs-receiver.ts";
import { createSqsSender } from "./sqs/sqs-sender.ts";

export interface AwsPortsOptions {
  /** Hears of every request that is sent to AWS, repeated ones too: `("sqs", "SendMessageBatch")`. */
  readonly onCall?: ((service: keyof ServiceEndpoints, operation: string) => void) | undefined;
  /** @defaultValue the system's */
  readonly clock?: Clock | undefined;
  /** @defaultValue the system's */
  readonly random?: Random | undefined;
  /** How long calls may take. @defaultValue {@link CALL_POLICIES} */
  readonly policies?: Partial<CallPolicies> | undefined;
}

/** Core's ports on AWS. Told one thing at a time; what is told within one tick travels together. */
export interface AwsPorts {
  readonly sender: MessageSender;
  readonly receiver: MessageReceiver;
  readonly mover: MessageMover;
  readonly store: TaskStore;
  readonly effectStore: EffectStore;
  readonly locks: LockStore;
  readonly tags: TagIndex;
  readonly payloads: PayloadStore;
  readonly schedules: ScheduleStore;
  /** @throws {CeleriacError} `missing-resource`, or what the call failed with. */
  queueDepth(queue: string): Promise<QueueDepth>;
  /** Loads the clients of SQS and DynamoDB, so that the first delivery need not wait for them. */
  warm(): Promise<void>;
  /** Closes all sockets. Calls under way fail. */
  close(): Promise<void>;
}

/**
 * Makes the ports on SQS, DynamoDB, S3 and EventBridge Scheduler. Nothing is loaded or connected before its first use:
 * a function that never touches S3 never loads its client.
 */
export function createAwsPorts(resources: Resources, options: AwsPortsOptions = {}): AwsPorts {
  const clock = options.clock ?? systemClock();
  const random = options.random ?? systemRandom();
  const caller = createCaller(clock, { ...CALL_POLICIES, ...options.policies });
  const clients = createClients(resources, caller, options.onCall);
  const sqs = { resources, target: targetOf(resources, "sqs"), calls: clients.sqs, clock, random };
  const dynamodb = {
    table: resources.table,
    target: targetOf(resources, "dynamodb"),
    calls: clients.dynamodb,
    clock,
    random,
  };
  // One for all that lies in the table: records and locks of one tick share calls.
  const write =
    resources.tableWrites === "single"
      ? createSingleWrites(dynamodb)
      : createBatchedWrites(dynamodb);
  const read = createConsistentReads(dynamodb);
  return {
    sender: createSqsSender(sqs),
    receiver: createSqsReceiver(sqs),
    mover: createSqsMover({ resources, calls: clients.sqsMoves }),
    store: createDynamoDbTaskStore(write, read),
    locks: createDynamoDbLockStore(write, read),
    tags: createDynamoDbTagIndex(dynamodb, write),
    effectStore: createDynamoDbEffectStore(write, read),
    payloads: createS3PayloadStore(clients.s3),
    schedules: createScheduleStore({ resources, calls: clients.scheduler, random }),
    queueDepth: (queue) => readQueueDepth(sqs, queue),
    async warm() {
      await Promise.all([clients.sqs(), clients.dynamodb()]);
    },
    close: clients.close,
  };
}
