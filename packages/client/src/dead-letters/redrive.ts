import {
  CeleriacError,
  DEAD_LETTER_ERROR_ATTRIBUTE,
  DEAD_LETTER_REASON_ATTRIBUTE,
  type Envelope,
  encodeEnvelope,
  encodeRedriveMark,
  REDRIVE_ATTRIBUTE,
  type ReceivedMessage,
} from "@celeriac/core";
import { asError } from "../enqueue/store-task.ts";
import { type EditInput, editInput, type InputEdit } from "./edit-input.ts";
import { createPacer, type Pacer } from "./pacer.ts";
import { planRedrive } from "./redrive-plan.ts";
import {
  type DeadLetterSelection,
  type DeadLetterSite,
  type FoundLetter,
  HIDDEN_SECONDS,
  handleSelected,
  type LetterFate,
} from "./select.ts";

export interface RedriveOptions extends DeadLetterSelection {
  /**
   * A new input in place of the one that lies there: a value, or a function of the old one. The task's schema judges it;
   * a letter whose new input is refused stays as it is. A function cannot be an input itself.
   */
  readonly input?: EditInput | unknown;
  /** Sends at most so many a second, evenly. @defaultValue as fast as SQS takes them */
  readonly perSecond?: number | undefined;
  /** Says what would become of each, and changes nothing: every letter is visible again when this returns. @defaultValue false */
  readonly dryRun?: boolean | undefined;
  /** Ends it early; what was not yet sent stays where it lies, and is not among the answers. */
  readonly signal?: AbortSignal | undefined;
  /** Hears what became of each letter, as it happens. */
  readonly each?: ((item: Redriven) => void) | undefined;
  /** Also sends what is no envelope, as it is: for newer code, or another reader. @defaultValue false */
  readonly includeUndecodable?: boolean | undefined;
  /** Removes the dead letters of tasks that have succeeded, expired or were revoked since. @defaultValue false */
  readonly purgeFinished?: boolean | undefined;
}

/**
 * `refused`: the new input was, by the task's schema or by the function that was to make it. `failed`: the record could
 * not be read, or the letter not be sent. Either lies where it lay. `would-redrive`: of a dry run.
 */
export type RedriveResult =
  | "redriven"
  | "would-redrive"
  | "already-succeeded"
  | "already-revoked"
  | "already-expired"
  | "undecodable"
  | "refused"
  | "failed";

/** What became of one dead letter. */
export interface Redriven {
  /** SQS's name of the dead letter. */
  readonly messageId: string;
  /** `undefined` for what is no envelope. */
  readonly taskId: string | undefined;
  readonly result: RedriveResult;
  /** Of a task that was redriven: what was sent, to wait for by `handle.result({ generation })`. */
  readonly generation: number | undefined;
  /** The dead letter is gone. A redriven one that is not is a harmless duplicate. */
  readonly removed: boolean;
  /** Why it was `refused`, or `failed`. */
  readonly error: CeleriacError | undefined;
}

/** Sends dead letters to the queue that they came from: send first, delete after, so that a crash doubles and never loses. */
export async function redriveDeadLetters(
  site: DeadLetterSite,
  options: RedriveOptions,
  onItem: (item: Redriven) => void = () => undefined,
): Promise<Redriven[]> {
  const items: Redriven[] = [];
  const { perSecond, signal, dryRun } = options;
  const job: RedriveJob = {
    site,
    options,
    edit: editOf(options),
    pacer: createPacer(site.ports.clock, dryRun === true ? undefined : perSecond, signal),
    generations: new Map(),
    bodies: new Set(),
  };
  try {
    const handle = async (found: FoundLetter): Promise<LetterFate> => {
      const item = await redrive(job, found);
      if (item !== undefined) {
        items.push(item);
        onItem(item);
      }
      return item?.removed === true ? "gone" : "keep";
    };
    await handleSelected(site, options, handle, { atOnce: job.pacer.most, signal });
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
  readonly edit: InputEdit | undefined;
  readonly pacer: Pacer;
  /** Task id to the generation that was sent. */
  readonly generations: Map<string, number>;
  readonly bodies: Set<string>;
}

interface Step {
  readonly result: RedriveResult;
  readonly remove: boolean;
  readonly generation?: number;
  readonly error?: CeleriacError;
}

function editOf(options: RedriveOptions): InputEdit | undefined {
  // Also `undefined` is an input: that of a task that takes none.
  if (!Object.hasOwn(options, "input")) return undefined;
  const { input } = options;
  return typeof input === "function" ? { by: input as EditInput } : { value: input };
}

/** `undefined`: this very redrive has sent it, and it has failed again meanwhile; or the redrive was ended before. */
async function redrive(job: RedriveJob, found: FoundLetter): Promise<Redriven | undefined> {
  const { message, envelope } = found;
  const step =
    envelope === undefined
      ? await redriveUndecodable(job, message)
      : await redriveTask(job, found, envelope);
  if (step === undefined) return undefined;
  const { receiver, queue } = job.site;
  const remove = step.remove && job.options.dryRun !== true;
  const removed = remove && (await receiver.delete(queue, message.receiptHandle)).ok;
  return {
    messageId: message.messageId,
    taskId: envelope?.taskId,
    result: step.result,
    generation: step.generation,
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
  return send(job, message, message.body, {});
}

async function redriveTask(
  job: RedriveJob,
  found: FoundLetter,
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
  const step = await sendAnew(job, found, plan.envelope);
  return step?.result === "redriven" ? { ...step, generation } : step;
}

/** Edits where that is asked for, stores a large new input, then sends. */
async function sendAnew(
  job: RedriveJob,
  found: FoundLetter,
  planned: Envelope,
): Promise<Step | undefined> {
  const { ports } = job.site;
  const edited =
    job.edit === undefined ? undefined : await editInput(job.site, found, planned, job.edit);
  if (edited !== undefined && edited.kind !== "edited") {
    return { result: edited.kind, remove: false, error: edited.error };
  }
  const envelope = edited === undefined ? planned : { ...planned, input: edited.input };
  const isEdited = edited !== undefined;
  const mark = encodeRedriveMark({ at: ports.clock.now(), edited: isEdited });
  try {
    const body = encodeEnvelope(envelope);
    if (edited?.stored !== undefined && job.options.dryRun !== true) {
      await ports.payloads.put(edited.stored.key, edited.stored.text);
    }
    return await send(job, found.message, body, { [REDRIVE_ATTRIBUTE]: mark });
  } catch (cause) {
    return { result: "failed", remove: false, error: asError(cause) };
  }
}

/** `undefined`: the redrive was ended before its turn came. */
async function send(
  { site, options, pacer }: RedriveJob,
  message: ReceivedMessage,
  body: string,
  mark: Readonly<Record<string, string>>,
): Promise<Step | undefined> {
  const { ports, receiver, queue, source } = site;
  if (options.dryRun === true) return { result: "would-redrive", remove: false };
  const keepHidden = (): Promise<unknown> =>
    receiver.changeVisibility(queue, message.receiptHandle, HIDDEN_SECONDS);
  if (!(await pacer.turn(keepHidden))) return undefined;
  const {
    [DEAD_LETTER_REASON_ATTRIBUTE]: _reason,
    [DEAD_LETTER_ERROR_ATTRIBUTE]: _error,
    ...attributes
  } = message.attributes ?? {};
  const answer = await ports.sender.send(source, {
    body,
    attributes: { ...attributes, ...mark },
    group: message.group,
    traceHeader: message.traceHeader,
  });
  if (answer.ok) return { result: "redriven", remove: true };
  return { result: "failed", remove: false, error: answer.error };
}
