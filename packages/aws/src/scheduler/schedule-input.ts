import { CeleriacError, SCHEDULER_MAX_INPUT_BYTES, utf8Length } from "@celeriac/core";

/** The parameters of the SendMessage that a schedule makes. */
export interface ScheduledSend {
  readonly QueueUrl: string;
  readonly MessageBody: string;
  readonly MessageGroupId?: string;
}

/**
 * A schedule's Input. Scheduler replaces `<aws.scheduler.…>` wherever it stands in it, a caller's own text included:
 * no `<` is left as it is.
 * @throws {CeleriacError} `payload-too-large`
 */
export function checkedInput(send: ScheduledSend): string {
  const input = JSON.stringify(send).replaceAll("<", "\\u003c");
  const bytes = utf8Length(input);
  if (bytes > SCHEDULER_MAX_INPUT_BYTES) {
    throw new CeleriacError(
      "payload-too-large",
      `a message for a far eta has ${bytes} bytes once it is escaped: EventBridge Scheduler takes ${SCHEDULER_MAX_INPUT_BYTES}; send a smaller input, or a reference to it`,
      { details: { bytes, limit: SCHEDULER_MAX_INPUT_BYTES } },
    );
  }
  return input;
}
