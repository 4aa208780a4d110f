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
    name: "drain-deletes-unstarted",
    breaks: "drain: what a poll still brings is given back, not dropped",
    ...edited(CONSUMER, "this.receipts.giveBack(message);", "this.receipts.acknowledge(message);"),
  },
];
