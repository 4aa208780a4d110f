import type { Clock } from "@celeriac/core";
import type { AttemptJournal } from "./attempt-journal.ts";
import { toCeleriacError } from "./aws-error.ts";
import type { CallName, CallPolicies } from "./call-policy.ts";

/** One call to make. */
export interface CallSpec {
  readonly name: CallName;
  /** What is called upon, in words, for error messages. */
  readonly resource: string;
  /** Where it is, in words: the endpoint, or the service and its region. */
  readonly target: string;
  /** Added to the call's limits: the wait of a long poll, ms. */
  readonly waitMs?: number;
  /** Ends the call early. */
  readonly signal?: AbortSignal | undefined;
}

/** What a client's `send` takes beside the command. */
export interface SendOptions {
  readonly abortSignal: AbortSignal;
  readonly requestTimeout: number;
  readonly journal: AttemptJournal;
}

/** Makes one call of the SDK. @throws {CeleriacError} for everything that it throws, or when its deadline passes. */
export type Caller = <Answer>(
  spec: CallSpec,
  send: (options: SendOptions) => Promise<Answer>,
) => Promise<Answer>;

/** A caller that holds every call to its policy. */
export function createCaller(clock: Clock, policies: CallPolicies): Caller {
  return async (spec, send) => {
    const { attemptMs, deadlineMs } = policies[spec.name];
    const waitMs = spec.waitMs ?? 0;
    const journal: AttemptJournal = { name: spec.name, uncertain: false };
    const ending = endWhen(clock, deadlineMs + waitMs, spec.signal);
    const requestTimeout = attemptMs + waitMs;
    try {
      const answer = send({ abortSignal: ending.signal, requestTimeout, journal });
      return await Promise.race([answer, ending.ended]);
    } catch (error) {
      throw toCeleriacError(error, {
        name: spec.name,
        resource: spec.resource,
        target: spec.target,
        deadlineMs: deadlineMs + waitMs,
        late: ending.late(),
        uncertain: journal.uncertain,
      });
    } finally {
      ending.release();
    }
  };
}

interface Ending {
  readonly signal: AbortSignal;
  /** Rejects when the call has to end. The SDK looks at the signal only while it sends or waits for a retry, not while it looks for credentials. */
  readonly ended: Promise<never>;
  readonly late: () => boolean;
  readonly release: () => void;
}

/** By hand, not `AbortSignal.any`: that would hang one more listener on a long-lived signal with every call. */
function endWhen(clock: Clock, deadlineMs: number, outer: AbortSignal | undefined): Ending {
  const controller = new AbortController();
  let late = false;
  const ended = new Promise<never>((_, reject) => {
    controller.signal.addEventListener("abort", () => reject(controller.signal.reason));
  });
  ended.catch(() => undefined);
  const end = (): void => controller.abort();
  const cancel = clock.timer(deadlineMs, () => {
    late = true;
    end();
  });
  outer?.addEventListener("abort", end);
  if (outer?.aborted) end();
  return {
    signal: controller.signal,
    ended,
    late: () => late,
    release() {
      cancel();
      outer?.removeEventListener("abort", end);
    },
  };
}
