import type { CeleriacError } from "../errors/celeriac-error.ts";

/** One receive of a message. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** SQS's ApproximateReceiveCount: 1 at the first receive. */
  readonly receiveCount: number;
  /** SentTimestamp, epoch ms by SQS's clock. */
  readonly sentAt: number;
  readonly group?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly traceHeader?: string | undefined;
}

export interface ReceiveOptions {
  /** 1 to 10. */
  readonly max: number;
  /** Long poll, whole seconds, 0 to 20. */
  readonly waitSeconds: number;
  /** How long the messages stay hidden, whole seconds, 0 to 43,200. */
  readonly visibilitySeconds: number;
  /** Ends the wait early. Messages that were already taken are answered all the same. */
  readonly signal?: AbortSignal | undefined;
}

/** `gone`: the receipt handle names nothing that could be changed any more. */
export type ReceiptAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly gone: boolean; readonly error: CeleriacError };

/** Changes how long a received message stays hidden. Never throws. */
export interface MessageVisibility {
  /** Whole seconds from now, 0 to 43,200. */
  changeVisibility(queue: string, receiptHandle: string, seconds: number): Promise<ReceiptAnswer>;
}

/** Receives and acknowledges. Told one at a time; an adapter may pack many into one call. */
export interface MessageReceiver extends MessageVisibility {
  /** @throws {CeleriacError} when SQS could not be asked. */
  receive(queue: string, options: ReceiveOptions): Promise<readonly ReceivedMessage[]>;
  /** Acknowledges. Tries again by itself what failed and is not the caller's fault; never throws. */
  delete(queue: string, receiptHandle: string): Promise<ReceiptAnswer>;
}
