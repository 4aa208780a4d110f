import { systemClock, systemRandom } from "@celeriac/aws";
import { createClient } from "@celeriac/client";
import {
  createMemoryPayloadStore,
  createMemoryScheduleStore,
  createMemoryTaskStore,
  createVirtualClock,
} from "@celeriac/testing/models";
import { jsonLogger } from "@celeriac/worker";
import { app, tracked } from "../noop-app.ts";

/** The bodies that Celeriac sends for so many tasks. */
export async function bodiesOf(tasks: number): Promise<readonly string[]> {
  const bodies: string[] = [];
  const sender = {
    async send(_queue: string, { body }: { readonly body: string }) {
      bodies.push(body);
      return { ok: true as const, messageId: "none" };
    },
  };
  const clock = createVirtualClock();
  const client = createClient(app, {
    sender,
    store: createMemoryTaskStore({ clock }),
    payloads: createMemoryPayloadStore(),
    schedules: createMemoryScheduleStore({ clock, sender, queues: [] }),
    clock: systemClock(),
    random: systemRandom(),
    logger: jsonLogger({ service: "bench", level: "silent" }),
  });
  await client.enqueueMany(
    tracked,
    Array.from({ length: tasks }, (_none, n) => ({ n })),
  );
  return bodies;
}
