import { handle } from "celeriac";
import { z } from "zod";
import { registerEdition } from "../tasks.ts";

const registered = z.object({ shelfmark: z.string() });

export const handleRegisterEdition = handle(
  registerEdition,
  async ({ library, title, chapters }, ctx) => {
    const answer = await fetch(library, {
      method: "POST",
      // The same in every attempt, so that a library that stored the first one does not store a second.
      headers: { "content-type": "application/json", "idempotency-key": ctx.idempotencyKey },
      body: JSON.stringify({ title, chapters }),
      signal: ctx.signal,
    });
    if (!answer.ok) throw new Error(`the library answered ${answer.status}`);
    return registered.parse(await answer.json());
  },
);
