import type { CeleriacError } from "../errors/celeriac-error.ts";

/** A message to send. */
export interface OutgoingMessage {
  /** The text that SQS carries; only characters that SQS takes. */
  readonly body: string;
  /** Whole seconds, 0 to 900. */
  readonly delaySeconds?: number | undefined;
  /** SQS's MessageGroupId: the tenant of a fair queue. */
  readonly group?: string | undefined;
  /** String attributes: the reason of a dead letter, and what a renewed message carried. */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** The X-Ray trace header. */
  readonly traceHeader?: string | undefined;
}

/** `uncertain`: SQS may have taken it all the same; sending the same body again is harmless. */
export type SendAnswer =
  | { readonly ok: true; readonly messageId: string }
  | { readonly ok: false; readonly error: CeleriacError; readonly uncertain: boolean };

/**
 * Sends messages. Told one at a time; an adapter may pack many into one call. `ok` means that SQS has stored the
 * message. An adapter tries again by itself what is safe and not the sender's fault; it never throws.
 */
export interface MessageSender {
  /** `queue` is a queue's logical name, of the topology. */
  send(queue: string, message: OutgoingMessage): Promise<SendAnswer>;
}
