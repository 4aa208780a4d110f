import type { SimulatedVariant, TestedVariant } from "../variant.ts";
import { adapterVariants } from "./adapters.ts";
import { claimVariants } from "./claim.ts";
import { clientVariants } from "./client.ts";
import { completeVariants } from "./complete.ts";
import { continueVariants } from "./continue.ts";
import { effectVariants } from "./effects.ts";
import { guardVariants } from "./guards.ts";
import { keyVariants, simulatedKeyVariants } from "./keys.ts";
import { lambdaVariants } from "./lambda.ts";
import { waitingVariants } from "./waiting.ts";
import { workerVariants } from "./worker.ts";

/** Every variant that the simulation must kill. */
export const simulatedVariants: readonly SimulatedVariant[] = [
  ...claimVariants,
  ...completeVariants,
  ...continueVariants,
  ...waitingVariants,
  ...clientVariants,
  ...workerVariants,
  ...lambdaVariants,
  ...simulatedKeyVariants,
];

/** Every variant that tests of the part itself must kill. */
export const testedVariants: readonly TestedVariant[] = [
  ...adapterVariants,
  ...guardVariants,
  ...keyVariants,
  ...effectVariants,
];
