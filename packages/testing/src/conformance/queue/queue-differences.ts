/**
 * Where an implementation of SQS differs from what AWS documents. The suite checks the difference as strictly as it
 * checks the promise: one that disappears fails until it is declared no more.
 */
export interface QueueDifferences {
  /** Text beyond the Basic Multilingual Plane is taken as it is. @defaultValue true */
  readonly takesAstralText: boolean;
  /** A body with a control character is refused. @defaultValue true */
  readonly refusesControlCharacters: boolean;
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
  /** Deleting by the receipt handle of an earlier receive succeeds and deletes nothing. @defaultValue true */
  readonly keepsMessageOnStaleDelete: boolean;
  /** No message is hidden for more than 12 hours since its receive. @defaultValue true */
  readonly limitsTotalVisibility: boolean;
  /** The receive count as first seen in the dead-letter queue, above maxReceiveCount. @defaultValue 1 */
  readonly receiveCountAfterMove: number;
  /** A message sent after a long poll was abandoned is there for the next receive. @defaultValue true */
  readonly abandonedPollTakesNothing: boolean;
}

/** As AWS documents SQS. */
export const DOCUMENTED_QUEUES: QueueDifferences = {
  takesAstralText: true,
  refusesControlCharacters: true,
  checksGroupNames: true,
  returnsGroup: true,
  returnsTraceHeader: true,
  refusesEndedReceipt: true,
  refusesStaleReceipt: true,
  keepsMessageOnStaleDelete: true,
  limitsTotalVisibility: true,
  receiveCountAfterMove: 1,
  abandonedPollTakesNothing: true,
};
