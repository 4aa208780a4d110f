import type { DeadLetters, Redriven } from "@celeriac/client";
import {
  type App,
  defineApp,
  defineTask,
  type Envelope,
  encodeEnvelope,
  type MessageReceiver,
  type OutgoingMessage,
} from "@celeriac/core";
import { z } from "zod";
import type { ClientHarness } from "./client-harness.ts";

export const pay = defineTask({ name: "pay", input: z.any(), redact: ["card"] });
/** An app of one task whose input is anything. */
export const app: App = defineApp({ name: "shop", tasks: [pay] });

export interface Dead extends Partial<Envelope> {
  readonly reason?: string;
  readonly group?: string;
}

/** Puts a dead letter where a host, or SQS itself, would have put it. */
export async function bury(harness: ClientHarness, taskId: string, dead: Dead = {}): Promise<void> {
  const { reason, group, ...fields } = dead;
  const envelope = { version: 1, taskId, task: "pay", generation: 1, hops: 0 } as const;
  const body = encodeEnvelope({ ...envelope, enqueuedAt: harness.clock.now(), ...fields });
  const attributes = { "celeriac-reason": reason ?? "error", "celeriac-error": "E: boom" };
  await place(harness, { body, group, ...(reason === "receive-limit" ? {} : { attributes }) });
}

export async function place(harness: ClientHarness, message: OutgoingMessage): Promise<void> {
  const answer = await harness.queues.send("default-dlq", message);
  if (!answer.ok) throw answer.error;
}

export const lettersOf = (harness: ClientHarness): DeadLetters =>
  harness.client.deadLetters("default");
export const redrive = (
  harness: ClientHarness,
  options?: Parameters<DeadLetters["redrive"]>[0],
): Promise<Redriven[]> => harness.settle(lettersOf(harness).redrive(options));
export const lying = (harness: ClientHarness): number => harness.queues.peek("default-dlq").length;
export const results = (items: readonly Redriven[]): [string | undefined, string, boolean][] =>
  items.map(({ taskId, result, removed }) => [taskId, result, removed]);

/** A receiver, to spread and replace calls of. */
export function boundTo(receiver: MessageReceiver): MessageReceiver {
  return {
    receive: (queue, options) => receiver.receive(queue, options),
    delete: (queue, handle) => receiver.delete(queue, handle),
    changeVisibility: (queue, handle, seconds) => receiver.changeVisibility(queue, handle, seconds),
  };
}
