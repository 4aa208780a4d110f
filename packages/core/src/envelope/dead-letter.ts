/** The message attribute that says why a message lies in a dead-letter queue; a `DeadLetterReason`. */
export const DEAD_LETTER_REASON_ATTRIBUTE = "celeriac-reason";

/** The message attribute that holds the error's text, for whoever looks into a dead-letter queue. */
export const DEAD_LETTER_ERROR_ATTRIBUTE = "celeriac-error";
