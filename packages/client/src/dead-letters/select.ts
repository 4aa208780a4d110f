import {
  type App,
  decodeEnvelope,
  type Envelope,
  type MessageReceiver,
  type ReceivedMessage,
} from "@celeriac/core";
import type { ClientPorts } from "../client-ports.ts";

/** Which dead letters. */
export interface DeadLetterSelection {
  /** Those of these tasks; the search ends once each was found. @defaultValue all */
  readonly taskIds?: readonly string[];
  /** How many at most. @defaultValue no limit */
  readonly limit?: number;
}

/** A dead-letter queue, and what it takes to work on it. */
export interface DeadLetterSite {
  readonly app: App;
  readonly ports: ClientPorts;
  readonly receiver: MessageReceiver;
  /** The queue that its messages came from. */
  readonly source: string;
  /** The dead-letter queue itself. */
  readonly queue: string;
}

export interface FoundLetter {
  readonly message: ReceivedMessage;
  /** `undefined`: not one that this code can read. */
  readonly envelope: Envelope | undefined;
}

/** What became of a message: deleted, or to be shown to others again. */
export type LetterFate = "keep" | "gone";

/** Hides what was received until the search is over; a search that dies leaves no message hidden for longer. */
const HIDDEN_SECONDS = 60;
/** A long poll asks all of SQS's servers, and may miss messages even so. */
const WAIT_SECONDS = 1;
const MOST_EMPTY_RECEIVES = 2;
const MOST_PER_RECEIVE = 10;

/**
 * Receives until everything was seen, or enough, and hands over each selected message once. What is kept is made
 * visible again at the end, also after an error.
 * @throws {CeleriacError} when the queue could not be asked, or what `handle` throws.
 */
export async function handleSelected(
  site: DeadLetterSite,
  selection: DeadLetterSelection,
  handle: (found: FoundLetter) => Promise<LetterFate>,
): Promise<void> {
  const search = createSearch(selection);
  /** Message id to the newest receipt handle; `undefined` once it is gone. */
  const seen = new Map<string, string | undefined>();
  try {
    let empty = 0;
    while (empty < MOST_EMPTY_RECEIVES && search.openPlaces() > 0) {
      const messages = await receive(site);
      const fresh = messages.filter(({ messageId }) => !seen.has(messageId));
      for (const message of messages) seen.set(message.messageId, message.receiptHandle);
      empty = fresh.length === 0 ? empty + 1 : 0;
      const chosen = fresh.map(read).filter((found) => search.takes(found));
      const settled = await Promise.allSettled(
        chosen.map(async (found) => {
          if ((await handle(found)) === "gone") seen.set(found.message.messageId, undefined);
        }),
      );
      const failure = settled.find((end) => end.status === "rejected");
      if (failure !== undefined) throw failure.reason;
    }
  } finally {
    await showAgain(site, seen);
  }
}

interface Search {
  /** How many more it takes. */
  openPlaces(): number;
  takes(found: FoundLetter): boolean;
}

function createSearch({ taskIds, limit = Number.POSITIVE_INFINITY }: DeadLetterSelection): Search {
  const wanted = taskIds === undefined ? undefined : new Set(taskIds);
  const missing = new Set(taskIds);
  let places = limit;
  return {
    openPlaces: () => (wanted !== undefined && missing.size === 0 ? 0 : places),
    takes({ envelope }) {
      if (places === 0) return false;
      if (wanted !== undefined) {
        if (envelope === undefined || !wanted.has(envelope.taskId)) return false;
        missing.delete(envelope.taskId);
      }
      places -= 1;
      return true;
    },
  };
}

function receive({ receiver, queue }: DeadLetterSite): Promise<readonly ReceivedMessage[]> {
  return receiver.receive(queue, {
    max: MOST_PER_RECEIVE,
    waitSeconds: WAIT_SECONDS,
    visibilitySeconds: HIDDEN_SECONDS,
  });
}

function read(message: ReceivedMessage): FoundLetter {
  const answer = decodeEnvelope(message.body);
  return { message, envelope: answer.kind === "envelope" ? answer.envelope : undefined };
}

async function showAgain(
  { receiver, queue }: DeadLetterSite,
  seen: ReadonlyMap<string, string | undefined>,
): Promise<void> {
  const kept = [...seen.values()].filter((receiptHandle) => receiptHandle !== undefined);
  // What cannot be shown now shows itself within a minute.
  await Promise.all(kept.map((handle) => receiver.changeVisibility(queue, handle, 0)));
}
