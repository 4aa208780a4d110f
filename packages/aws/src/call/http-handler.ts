import { NodeHttpHandler } from "@smithy/node-http-handler";
import { type AttemptJournal, journalAttempt } from "./attempt-journal.ts";
import type { CallName } from "./call-policy.ts";
import { CONNECTION_TIMEOUT_MS } from "./call-policy.ts";

/** Long polls, batches and reads of one process together; each host of AWS gets as many sockets at most. */
const MAX_SOCKETS = 256;

type Handle = NodeHttpHandler["handle"];

/**
 * The transport that all clients of one process share: keep-alive sockets, timeouts that throw, and a note of every
 * attempt. `onAttempt` hears of each request that is sent, repeated ones too.
 */
export class JournallingHttpHandler extends NodeHttpHandler {
  readonly #onAttempt: (name: CallName) => void;

  constructor(onAttempt: (name: CallName) => void) {
    super({
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
    });
    this.#onAttempt = onAttempt;
  }

  override handle(
    request: Parameters<Handle>[0],
    options: Parameters<Handle>[1] & { readonly journal?: AttemptJournal } = {},
  ): ReturnType<Handle> {
    const { journal } = options;
    // credential providers send through handlers of their own; whatever has no journal is not ours to count
    if (journal === undefined) return super.handle(request, options);
    this.#onAttempt(journal.name);
    return journalAttempt(journal, () => super.handle(request, options));
  }
}
