import { scheduledTaskId } from "../ids/scheduled-task-id.ts";
import { encodeEnvelope } from "./encode.ts";
import type { Envelope } from "./envelope.ts";
import { tickText } from "./tick.ts";

/** What EventBridge Scheduler replaces by the tick's instant (AWS, "Adding context attributes"). */
const SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";
/** Any instant: it is replaced before anybody reads it. */
const SAMPLE_TICK = 0;

/** An envelope but for what the tick decides. */
export type ScheduledEnvelope = Pick<Envelope, "version" | "task" | "input" | "tags">;

/**
 * The message body that a recurring schedule sends, with Scheduler's attribute in the place of the tick: two firings of one
 * tick send the same body, and the tick is also when the message was enqueued, however old the schedule is.
 * @throws {CeleriacError} as `encodeEnvelope` does.
 */
export function encodeScheduledBody(schedule: string, envelope: ScheduledEnvelope): string {
  const body = encodeEnvelope({
    ...envelope,
    taskId: scheduledTaskId(schedule, SAMPLE_TICK),
    tick: SAMPLE_TICK,
    enqueuedAt: SAMPLE_TICK,
    generation: 0,
    hops: 0,
  });
  // The id and the tick are the wire's first fields: the same text in an input comes after both.
  const sample = tickText(SAMPLE_TICK);
  return body.replace(sample, SCHEDULED_TIME).replace(sample, SCHEDULED_TIME);
}

/** What EventBridge Scheduler makes of such a body at a tick, epoch ms of a whole second: the same text wherever it fires. */
export function scheduledBodyAt(body: string, tick: number): string {
  return body.replaceAll(SCHEDULED_TIME, tickText(tick));
}
