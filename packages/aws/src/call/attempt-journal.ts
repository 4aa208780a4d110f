import type { CallName } from "./call-policy.ts";

/** What the transport notes of one call's attempts, for whoever must know whether a failed call may have been carried out. */
export interface AttemptJournal {
  readonly name: CallName;
  /** A request left, and what became of it is not known. */
  uncertain: boolean;
}

/** Failures before a byte of the request could leave. */
const NEVER_SENT: ReadonlySet<unknown> = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
]);

/**
 * Runs one attempt and notes its fate: certain only when it never left, or was answered with a refusal (4xx). An
 * attempt whose answer was lost stays uncertain even when a later one is refused.
 */
export async function journalAttempt<Answer extends AttemptAnswer>(
  journal: AttemptJournal,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  const before = journal.uncertain;
  journal.uncertain = true;
  try {
    const answer = await attempt();
    const { statusCode } = answer.response;
    if (statusCode >= 400 && statusCode < 500) journal.uncertain = before;
    return answer;
  } catch (error) {
    if (NEVER_SENT.has((error as { readonly code?: unknown }).code)) journal.uncertain = before;
    throw error;
  }
}

interface AttemptAnswer {
  readonly response: { readonly statusCode: number };
}
