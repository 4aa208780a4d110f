import {
  type App,
  decodeEnvelope,
  type Envelope,
  type MessageReceiver,
  type ReceivedMessage,
} from "@celeriac/core";
import type { ClientPorts } from "../client-ports.ts";
import { fitsFilter, type LetterFilter } from "./letter-filter.ts";

/** Which dead letters. */
export interface DeadLetterSelection extends LetterFilter {
  /** Those of these tasks; the search ends once each was found. @defaultValue all */
  readonly taskIds?: readonly string[] | undefined;
  /** These messages, by the ids that `list` tells; the search ends once each was found. @defaultValue all */
  readonly messageIds?: readonly string[] | undefined;
  /** How many at most. @defaultValue no limit */
  readonly limit?: number | undefined;
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
export const HIDDEN_SECONDS = 60;
/** A long poll asks all of SQS's servers, and may miss messages even so. */
const WAIT_SECONDS = 1;
const MOST_EMPTY_RECEIVES = 2;
const MOST_PER_RECEIVE = 10;

/** How a search goes about it. */
export interface SearchManner {
  /** How many are taken at a time. @defaultValue 10 */
  readonly atOnce?: number | undefined;
  /** Ends the search early. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Receives until everything was seen, or enough, and hands over each selected message once. What is kept is made
 * visible again at the end, also after an error.
 * @throws {CeleriacError} when the queue could not be asked, or what `handle` throws.
 */
export async function handleSelected(
  site: DeadLetterSite,
  selection: DeadLetterSelection,
  handle: (found: FoundLetter) => Promise<LetterFate>,
  manner: SearchManner = {},
): Promise<void> {
  const search = createSearch(selection);
  /** Message id to the newest receipt handle; `undefined` once it is gone. */
  const seen = new Map<string, string | undefined>();
  try {
    let empty = 0;
    let stale = 0;
    while (empty < MOST_EMPTY_RECEIVES && stale <= 2 * seen.size && search.openPlaces() > 0) {
      if (manner.signal?.aborted) return;
      const messages = await receive(site, manner.atOnce);
      const fresh = messages.filter(({ messageId }) => !seen.has(messageId));
      for (const message of messages) seen.set(message.messageId, message.receiptHandle);
      // What was kept shows itself again in a search of more than a minute, in front of what was not seen yet.
      stale = fresh.length > 0 ? 0 : stale + messages.length;
      empty = messages.length === 0 ? empty + 1 : 0;
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

function createSearch(selection: DeadLetterSelection): Search {
  const { taskIds, messageIds, limit = Number.POSITIVE_INFINITY } = selection;
  const [tasks, messages] = [createWanted(taskIds), createWanted(messageIds)];
  let places = limit;
  return {
    openPlaces: () => (tasks.allSeen() || messages.allSeen() ? 0 : places),
    takes(found) {
      const { message, envelope } = found;
      if (places === 0) return false;
      if (!tasks.takes(envelope?.taskId) || !messages.takes(message.messageId)) return false;
      if (!fitsFilter(selection, found)) return false;
      places -= 1;
      return true;
    },
  };
}

interface Wanted {
  takes(id: string | undefined): boolean;
  readonly allSeen: () => boolean;
}

/** Without ids everything is wanted, and there is always more of it. */
function createWanted(ids: readonly string[] | undefined): Wanted {
  const wanted = new Set(ids);
  const missing = new Set(ids);
  return {
    takes(id) {
      if (ids === undefined) return true;
      if (id === undefined || !wanted.has(id)) return false;
      missing.delete(id);
      return true;
    },
    allSeen: () => ids !== undefined && missing.size === 0,
  };
}

function receive(
  { receiver, queue }: DeadLetterSite,
  max = MOST_PER_RECEIVE,
): Promise<readonly ReceivedMessage[]> {
  return receiver.receive(queue, {
    max,
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
