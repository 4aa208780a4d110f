import type { Logger, MessageReceiver, ReceiptAnswer, ReceivedMessage } from "@celeriac/core";
import { createInFlight, type InFlight } from "./in-flight.ts";

/** Given back, a message is offered again after this long: at least 1, as the protocol puts messages back. */
const GIVE_BACK_SECONDS = 1;

/** Lets go of messages: those that the engine is done with, and those that were never started. */
export interface Receipts {
  /** What SQS has not answered yet. */
  readonly inFlight: InFlight;
  readonly counts: Readonly<ReceiptCounts>;
  /** Deletes a message. Failing is harmless: it comes back as a duplicate. */
  acknowledge(message: ReceivedMessage): void;
  /** Offers a message to other workers. Failing is harmless: it comes back later. */
  giveBack(message: ReceivedMessage): void;
}

export interface ReceiptCounts {
  acknowledged: number;
  acknowledgeErrors: number;
  givenBack: number;
}

export interface ReceiptsOptions {
  readonly queue: string;
  readonly receiver: MessageReceiver;
  readonly logger: Logger;
  /** Called once SQS has answered one; has to let it leave what is in flight. */
  readonly onAnswer: (inFlight: InFlight) => void;
}

/** Only a stop waits for receipts: adapters gather them into batches, and a slot is worth more than that. */
export function createReceipts(options: ReceiptsOptions): Receipts {
  const { queue, receiver, logger, onAnswer } = options;
  const inFlight = createInFlight();
  const counts: ReceiptCounts = { acknowledged: 0, acknowledgeErrors: 0, givenBack: 0 };

  async function acknowledge({ receiptHandle, messageId }: ReceivedMessage): Promise<void> {
    inFlight.enter();
    const answer = await settled(() => receiver.delete(queue, receiptHandle));
    if (answer.ok) {
      counts.acknowledged += 1;
    } else {
      counts.acknowledgeErrors += 1;
      logger.warn(
        "a finished message could not be deleted: it comes back as a duplicate, which does no harm",
        { messageId, error: answer.error },
      );
    }
    onAnswer(inFlight);
  }

  async function giveBack({ receiptHandle }: ReceivedMessage): Promise<void> {
    inFlight.enter();
    counts.givenBack += 1;
    await settled(() => receiver.changeVisibility(queue, receiptHandle, GIVE_BACK_SECONDS));
    onAnswer(inFlight);
  }

  return {
    inFlight,
    counts,
    acknowledge: (message) => void acknowledge(message),
    giveBack: (message) => void giveBack(message),
  };
}

/** A receiver never throws; if one does, it must not end the process. */
async function settled(
  call: () => Promise<ReceiptAnswer>,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly error: unknown }> {
  try {
    return await call();
  } catch (error) {
    return { ok: false, error };
  }
}
