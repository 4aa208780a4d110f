import { edited, type SimulatedVariant } from "../variant.ts";

const PUT_BACK = "packages/engine/src/put-back.ts";
const GATE = "packages/engine/src/gate.ts";

/** Step 2, put back and renew: what waits, and how. */
export const waitingVariants: readonly SimulatedVariant[] = [
  {
    name: "gate-without-eta",
    breaks: "step 2, before its eta -> put back (G6; P-no-eta-gate)",
    ...edited(GATE, "now < envelope.eta)", "now < 0)"),
  },
  {
    name: "waits-rounded-down",
    breaks:
      "put back in whole seconds rounded up, at least 1: a hot loop that eats the receive count",
    ...edited(
      PUT_BACK,
      "return Math.max(1, Math.min(Math.ceil(restMs / 1000), most));",
      "return Math.max(0, Math.min(Math.floor(restMs / 1000), most));",
    ),
  },
  {
    name: "renew-unchecked",
    breaks:
      "renew = send, then acknowledge: the copy was not sent, and the message goes (P-renew-delete-first)",
    ...edited(
      PUT_BACK,
      ': { acknowledge: false, result: "left" };',
      ': { acknowledge: true, result: "left" };',
    ),
  },
  {
    name: "renewed-and-kept",
    breaks: "renew = send, then acknowledge: every renewal doubles the messages of a task",
    ...edited(
      PUT_BACK,
      '? { acknowledge: true, result: "renewed" }',
      '? { acknowledge: false, result: "renewed" }',
    ),
  },
  {
    name: "never-renewed",
    breaks:
      "step 1, receive count near the limit -> renew: SQS moves a task that could be run (P-no-renew)",
    edits: [
      {
        file: PUT_BACK,
        find: "if (delivery.message.receiveCount >= MAX_RECEIVE_COUNT - 2)",
        replace: "if (delivery.message.receiveCount > MAX_RECEIVE_COUNT)",
      },
      {
        file: PUT_BACK,
        find: "if (delivery.message.receiveCount >= MAX_RECEIVE_COUNT - 1) return true;",
        replace: "",
      },
    ],
  },
  {
    name: "renewed-when-put-back-only",
    breaks:
      "step 1, receive count at maxReceiveCount - 1 -> renew before anything else: the count does not know reasons (L-renew-innocent-only)",
    ...edited(
      PUT_BACK,
      "if (delivery.message.receiveCount >= MAX_RECEIVE_COUNT - 1) return true;",
      "",
    ),
  },
  {
    name: "old-message-kept",
    breaks:
      "step 1, older than 60 % of the retention -> renew: SQS drops a task that waits for long (G1)",
    ...edited(
      PUT_BACK,
      "return now - delivery.message.sentAt > retentionMs * RENEWAL_AGE_SHARE;",
      "return now - delivery.message.sentAt > retentionMs / RENEWAL_AGE_SHARE;",
    ),
  },
];
