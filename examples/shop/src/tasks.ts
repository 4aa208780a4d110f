import { defineTask } from "celeriac";
import { z } from "zod";

/** What the server sends and the worker runs: neither loads the other's code. */

/** Takes the money. Asked for twice, it happens once: the payment service knows the key. */
export const charge = defineTask({
  name: "orders.charge",
  input: z.object({ order: z.string(), cents: z.int().positive() }),
  output: z.object({ receipt: z.string() }),
  retry: { maxRetries: 5, backoff: "2s" },
  timeLimit: "30s",
});

/** Packs an order, box by box. */
export const pack = defineTask({
  name: "orders.pack",
  input: z.object({ order: z.string(), boxes: z.int().positive() }),
  output: z.object({ packed: z.int() }),
});
