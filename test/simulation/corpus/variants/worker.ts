import { edited, type SimulatedVariant } from "../variant.ts";

const CONSUMER = "packages/worker/src/queue-consumer.ts";

/** The worker's loop. */
export const workerVariants: readonly SimulatedVariant[] = [
  {
    name: "worker-acknowledges-first",
    breaks: "step 7, acknowledge last: a crash loses what was received (P-ack-first)",
    ...edited(
      CONSUMER,
      "const { acknowledge } = await engine.deliver({",
      "this.receipts.acknowledge(message);\n      const { acknowledge } = await engine.deliver({",
    ),
  },
  {
    name: "worker-acknowledges-all",
    breaks: "step 7: what the engine leaves to SQS is deleted",
    ...edited(
      CONSUMER,
      "if (acknowledge) this.receipts.acknowledge(message);",
      "if (acknowledge || message) this.receipts.acknowledge(message);",
    ),
  },
  {
    name: "worker-overfills",
    breaks:
      "nothing that was received waits in memory: it takes ten messages whatever slots are free",
    ...edited(
      "packages/worker/src/poll-plan.ts",
      'return { kind: "poll", max: Math.min(MOST_PER_POLL, free) };',
      'return { kind: "poll", max: MOST_PER_POLL };',
    ),
  },
  {
    name: "drain-deletes-unstarted",
    breaks: "drain: what a poll still brings is given back, not dropped",
    ...edited(CONSUMER, "this.receipts.giveBack(message);", "this.receipts.acknowledge(message);"),
  },
  {
    name: "drain-abandons",
    breaks: "drain: running tasks are given back at the deadline, as no attempt that counts",
    ...edited(
      "packages/worker/src/drain.ts",
      'consumer.shutDown(new CeleriacError("shutting-down", "the worker is shutting down"));',
      "void CeleriacError;",
    ),
  },
];
