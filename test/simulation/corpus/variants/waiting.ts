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
];
