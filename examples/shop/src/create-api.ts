import { CeleriacError } from "celeriac";
import type { Client } from "celeriac/client";
import { Hono } from "hono";
import { charge } from "./tasks.ts";

/**
 * `POST /orders/7/charge` with `{ cents }` asks for a charge and answers at once, `GET` says how far it is, `DELETE` calls it off.
 * The order's number is the task's id, so that asking twice is asking once.
 */
export function createApi(client: Pick<Client, "enqueue" | "handle">): Hono {
  const api = new Hono();
  const path = "/orders/:order/charge";
  const idOf = (order: string): string => `charge:${order}`;

  api.post(path, async (context) => {
    const order = context.req.param("order");
    const { cents } = await context.req.json<{ cents: number }>();
    await client.enqueue(charge, { order, cents }, { taskId: idOf(order) });
    return context.json({ order, state: "PENDING" }, 202);
  });

  api.get(path, async (context) => {
    const order = context.req.param("order");
    const outcome = await client.handle(charge, idOf(order)).outcome();
    const { state, attempts } = outcome;
    if (outcome.state === "SUCCESS")
      return context.json({ order, state, attempts, ...outcome.result });
    if (outcome.state === "FAILURE")
      return context.json({ order, state, attempts, reason: outcome.reason });
    return context.json({ order, state, attempts });
  });

  api.delete(path, async (context) => {
    const order = context.req.param("order");
    return context.json({ order, answer: await client.handle(charge, idOf(order)).revoke() });
  });

  api.onError((error, context) => {
    const mine =
      CeleriacError.is(error, "invalid-input") || CeleriacError.is(error, "invalid-options");
    if (mine || error instanceof SyntaxError) return context.json({ error: error.message }, 400);
    console.error(error);
    return context.json({ error: "not now" }, 503);
  });
  return api;
}
