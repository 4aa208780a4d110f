/**
 * Where an implementation of SQS differs from what AWS documents. The suite checks the difference as strictly as it
 * checks the promise: one that disappears fails until it is declared no more.
 */
export interface QueueDifferences {
  /** Text beyond the Basic Multilingual Plane is taken as it is. @defaultValue true */
  readonly takesAstralText: boolean;
  /** An empty body is refused. @defaultValue true */
  readonly refusesEmptyBody: boolean;
  /** A body with a control character is refused. @defaultValue true */
  readonly refusesControlCharacters: boolean;
  /** A delay that is longer than 900 s, or no whole number, is refused. @defaultValue true */
  readonly checksDelay: boolean;
  /** An attribute without a text is refused. @defaultValue true */
  readonly refusesEmptyAttribute: boolean;
  /** An eleventh attribute is refused. @defaultValue true */
  readonly limitsAttributes: boolean;
  /** A body that is refused for its characters is said to be the sender's fault: it need not be tried again. @defaultValue true */
  readonly tellsFaultOfBody: boolean;
  /** The same of a body with half a surrogate pair. @defaultValue as `tellsFaultOfBody` */
  readonly tellsFaultOfHalfCharacter?: boolean;
  /** A group name outside ASCII letters, digits and punctuation is refused. @defaultValue true */
  readonly checksGroupNames: boolean;
  /** The MessageGroupId of a message in a standard queue comes back with it. @defaultValue true */
  readonly returnsGroup: boolean;
  /** AWSTraceHeader comes back with the message. @defaultValue true */
  readonly returnsTraceHeader: boolean;
  /** Changing the visibility by a receipt handle whose timeout has ended is refused (MessageNotInflight). @defaultValue true */
  readonly refusesEndedReceipt: boolean;
  /** Changing the visibility by the receipt handle of an earlier receive is refused. @defaultValue true */
  readonly refusesStaleReceipt: boolean;
  /** Deleting by a text that never was a receipt handle is refused. @defaultValue true */
  readonly refusesUnknownReceipt: boolean;
  /** Deleting by a receipt handle whose message was deleted, or received again, succeeds. @defaultValue true */
  readonly takesSpentReceipt: boolean;
  /** Deleting by the receipt handle of an earlier receive deletes nothing. @defaultValue true */
  readonly keepsMessageOnStaleDelete: boolean;
  /** Hiding a message for more than 12 hours from now is refused. @defaultValue true */
  readonly limitsOneVisibility: boolean;
  /** No message is hidden for more than 12 hours since its receive. @defaultValue true */
  readonly limitsTotalVisibility: boolean;
  /** The receive count as first seen in the dead-letter queue, above maxReceiveCount. @defaultValue 1 */
  readonly receiveCountAfterMove: number;
  /** A message sent after a long poll was abandoned is there for the next receive. @defaultValue true */
  readonly abandonedPollTakesNothing: boolean | "sometimes";
}

/** As AWS documents SQS. */
export const DOCUMENTED_QUEUES: QueueDifferences = {
  takesAstralText: true,
  refusesEmptyBody: true,
  refusesControlCharacters: true,
  checksDelay: true,
  refusesEmptyAttribute: true,
  limitsAttributes: true,
  tellsFaultOfBody: true,
  checksGroupNames: true,
  returnsGroup: true,
  returnsTraceHeader: true,
  refusesEndedReceipt: true,
  refusesStaleReceipt: true,
  refusesUnknownReceipt: true,
  takesSpentReceipt: true,
  keepsMessageOnStaleDelete: true,
  limitsOneVisibility: true,
  limitsTotalVisibility: true,
  receiveCountAfterMove: 1,
  abandonedPollTakesNothing: true,
};
