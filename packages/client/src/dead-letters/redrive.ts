import {
  CeleriacError,
  DEAD_LETTER_ERROR_ATTRIBUTE,
  DEAD_LETTER_REASON_ATTRIBUTE,
  type Envelope,
  encodeEnvelope,
  type ReceivedMessage,
} from "@celeriac/core";
import { asError } from "../enqueue/store-task.ts";
import { planRedrive } from "./redrive-plan.ts";
import {
  type DeadLetterSelection,
  type DeadLetterSite,
  type FoundLetter,
  handleSelected,
} from "./select.ts";

export interface RedriveOptions extends DeadLetterSelection {
  /** Also sends what is no envelope, as it is: for newer code, or another reader. @defaultValue false */
  readonly includeUndecodable?: boolean;
  /** Removes the dead letters of tasks that have succeeded, expired or were revoked since. @defaultValue false */
  readonly purgeFinished?: boolean;
}

/** `failed`: its record could not be read, or it could not be sent; it lies where it lay. */
export type RedriveResult =
  | "redriven"
  | "already-succeeded"
  | "already-revoked"
  | "already-expired"
  | "undecodable"
  | "failed";

/** What became of one dead letter. */
export interface Redriven {
  readonly messageId: string;
  readonly taskId: string | undefined;
  readonly result: RedriveResult;
  /** The dead letter is gone. A redriven one that is not is a harmless duplicate. */
  readonly removed: boolean;
  readonly error: CeleriacError | undefined;
}

/** Sends dead letters to the queue that they came from: send first, delete after, so that a crash doubles and never loses. */
export async function redriveDeadLetters(
  site: DeadLetterSite,
  options: RedriveOptions,
): Promise<Redriven[]> {
  const items: Redriven[] = [];
  const job: RedriveJob = { site, options, generations: new Map(), bodies: new Set() };
  try {
    await handleSelected(site, options, async (found) => {
      const item = await redrive(job, found);
      if (item !== undefined) items.push(item);
      return item?.removed === true ? "gone" : "keep";
    });
  } catch (cause) {
    const error = asError(cause);
    throw new CeleriacError(
      error.code,
      `the redrive of queue ${site.source} ended early, after ${items.length} messages: ${error.message}`,
      { cause, retryable: error.retryable, details: { ...error.details, items } },
    );
  }
  return items;
}

/** One redrive; it remembers what it has sent, so that a task which fails again at once is not sent for ever. */
interface RedriveJob {
  readonly site: DeadLetterSite;
  readonly options: RedriveOptions;
  /** Task id to the generation that was sent. */
  readonly generations: Map<string, number>;
  readonly bodies: Set<string>;
}

interface Step {
  readonly result: RedriveResult;
  readonly remove: boolean;
  readonly error?: CeleriacError;
}

/** `undefined`: this very redrive has sent it, and it has failed again meanwhile. */
async function redrive(job: RedriveJob, found: FoundLetter): Promise<Redriven | undefined> {
  const { message, envelope } = found;
  const step =
    envelope === undefined
      ? await redriveUndecodable(job, message)
      : await redriveTask(job, message, envelope);
  if (step === undefined) return undefined;
  const { receiver, queue } = job.site;
  const removed = step.remove && (await receiver.delete(queue, message.receiptHandle)).ok;
  return {
    messageId: message.messageId,
    taskId: envelope?.taskId,
    result: step.result,
    removed,
    error: step.error,
  };
}

async function redriveUndecodable(
  job: RedriveJob,
  message: ReceivedMessage,
): Promise<Step | undefined> {
  if (job.options.includeUndecodable !== true) return { result: "undecodable", remove: false };
  if (job.bodies.has(message.body)) return undefined;
  job.bodies.add(message.body);
  return send(job.site, message, message.body);
}

async function redriveTask(
  job: RedriveJob,
  message: ReceivedMessage,
  envelope: Envelope,
): Promise<Step | undefined> {
  const { ports } = job.site;
  let plan: ReturnType<typeof planRedrive>;
  try {
    const record = await ports.store.read(envelope.taskId);
    plan = planRedrive(envelope, record, ports.clock.now());
  } catch (cause) {
    return { result: "failed", remove: false, error: asError(cause) };
  }
  if (plan.kind === "finished") {
    return { result: plan.result, remove: job.options.purgeFinished === true };
  }
  const { generation } = plan.envelope;
  const sent = job.generations.get(envelope.taskId);
  if (sent !== undefined && generation > sent) return undefined;
  job.generations.set(envelope.taskId, generation);
  return send(job.site, message, encodeEnvelope(plan.envelope));
}

async function send(
  { ports, source }: DeadLetterSite,
  message: ReceivedMessage,
  body: string,
): Promise<Step> {
  const {
    [DEAD_LETTER_REASON_ATTRIBUTE]: _reason,
    [DEAD_LETTER_ERROR_ATTRIBUTE]: _error,
    ...attributes
  } = message.attributes ?? {};
  const answer = await ports.sender.send(source, {
    body,
    attributes,
    group: message.group,
    traceHeader: message.traceHeader,
  });
  if (answer.ok) return { result: "redriven", remove: true };
  return { result: "failed", remove: false, error: answer.error };
}
