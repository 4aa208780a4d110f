import { bullMq } from "../peers/bullmq.ts";
import { type CeleryPool, celeryOnAws, celeryOnRedis } from "../peers/celery.ts";
import { installCelery, installNodePeers, isThere } from "../peers/install-peers.ts";
import { sqsConsumer } from "../peers/sqs-consumer.ts";
import type { DrainCase } from "./drain-case.ts";
import type { Plan } from "./plan.ts";

const SOLO_2: CeleryPool = { pool: "solo", processes: 2, concurrency: 1, prefetch: 64 };
const SOLO_4: CeleryPool = { pool: "solo", processes: 4, concurrency: 1, prefetch: 10 };
const THREADS: CeleryPool = { pool: "threads", processes: 2, concurrency: 10, prefetch: 4 };

const SQS_CONSUMERS: readonly DrainCase[] = [
  {
    id: "peer.sqs-consumer.message",
    what: "sqs-consumer: 2 processes, a handler for each message, nothing kept",
    tasks: 5000,
    contender: () => sqsConsumer("message", 2),
  },
  {
    id: "peer.sqs-consumer.batch",
    what: "sqs-consumer: 2 processes, a handler for each batch, nothing kept",
    tasks: 10_000,
    contender: () => sqsConsumer("batch", 2),
  },
];

const BULLMQ: readonly DrainCase[] = [
  {
    id: "peer.bullmq",
    what: "BullMQ, durable Redis: 2 processes of 50, results kept",
    tasks: 20_000,
    contender: () => bullMq(2),
  },
];

const CELERY_ON_REDIS: readonly DrainCase[] = [
  {
    id: "peer.celery.redis",
    what: "Celery, durable Redis: 2 processes, `solo`, results kept",
    tasks: 4000,
    contender: () => celeryOnRedis(SOLO_2),
  },
];

const CELERY_ON_AWS: readonly DrainCase[] = [
  {
    id: "peer.celery.aws.solo",
    what: "Celery, same SQS and DynamoDB: 4 processes, `solo`, results kept",
    tasks: 800,
    contender: () => celeryOnAws(SOLO_4, 0),
  },
  {
    id: "peer.celery.aws.threads",
    what: "Celery, same SQS and DynamoDB: 2 processes of 10 threads, results kept",
    tasks: 800,
    contender: () => celeryOnAws(THREADS, 0),
  },
  {
    id: "peer.celery.delayed.solo",
    what: "Celery, same, 5 ms a call: 4 processes, `solo`, results kept",
    tasks: 400,
    contender: () => celeryOnAws(SOLO_4, 5),
  },
  {
    id: "peer.celery.delayed.threads",
    what: "Celery, same, 5 ms a call: 2 processes of 10 threads, results kept",
    tasks: 400,
    contender: () => celeryOnAws(THREADS, 5),
  },
];

/** The other systems that can run here; the plan hears of those that cannot. */
export async function peerDrains(plan: Plan): Promise<readonly DrainCase[]> {
  if (!plan.peers) return [];
  const redis = isThere("redis-server");
  if (!redis) plan.skip("drain", "BullMQ, and Celery on Redis", "there is no redis-server");
  const node = await installed(plan, "sqs-consumer and BullMQ", installNodePeers);
  const celery = await installed(plan, "Celery", installCelery);
  return [
    ...(node ? SQS_CONSUMERS : []),
    ...(node && redis ? BULLMQ : []),
    ...(celery && redis ? CELERY_ON_REDIS : []),
    ...(celery ? CELERY_ON_AWS : []),
  ];
}

async function installed(plan: Plan, what: string, install: () => Promise<void>): Promise<boolean> {
  try {
    await install();
    return true;
  } catch (error) {
    const [line = ""] = String(error).split("\n");
    plan.skip("drain", what, `it could not be installed: ${line}`);
    return false;
  }
}
