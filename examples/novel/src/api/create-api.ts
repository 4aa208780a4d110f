import type { Client } from "celeriac/client";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { measureChapter } from "../tasks.ts";
import { readChapter } from "./read-chapter.ts";
import { toProblem } from "./to-problem.ts";

/** A longer chapter is refused before it is read. */
const MOST_BYTES = 1_000_000;

/**
 * The HTTP API: `POST /chapters` with `{ chapter, text }` has a chapter measured, and `GET /chapters/<id>` says how far
 * that is. An id is not checked for having been given out: a chapter that nobody sent is `PENDING` for ever.
 */
export function createApi(client: Pick<Client, "enqueue" | "handle">): Hono {
  const api = new Hono();
  const tooLarge = (context: Context): Response =>
    context.json({ error: `a chapter has at most ${MOST_BYTES} bytes` }, 413);

  api.post("/chapters", bodyLimit({ maxSize: MOST_BYTES, onError: tooLarge }), async (context) => {
    const read = readChapter(await context.req.text());
    if (!read.ok) return context.json({ error: read.error }, 400);
    const { taskId } = await client.enqueue(measureChapter, read.chapter);
    return context.json({ id: taskId, state: "PENDING" }, 202, {
      location: `/chapters/${encodeURIComponent(taskId)}`,
    });
  });

  api.get("/chapters/:id", async (context) => {
    const outcome = await client.handle(measureChapter, context.req.param("id")).outcome();
    const { taskId: id, state, attempts } = outcome;
    context.header("cache-control", "no-store");
    if (state === "SUCCESS") return context.json({ id, state, attempts, result: outcome.result });
    // The error itself may tell of what is inside: it is for the logs.
    if (state === "FAILURE") return context.json({ id, state, attempts, reason: outcome.reason });
    return context.json({ id, state, attempts });
  });

  api.notFound((context) => context.json({ error: "there is nothing here" }, 404));
  api.onError((error, context) => {
    const { status, message } = toProblem(error);
    if (status >= 500) console.error(error);
    return context.json({ error: message }, status);
  });
  return api;
}
