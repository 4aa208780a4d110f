import {
  type CancelTimer,
  CeleriacError,
  type Clock,
  MAX_SCHEDULED_BODY_BYTES,
  type MessageSender,
  type OneShotSchedule,
  type ScheduleStore,
  utf8Length,
} from "@celeriac/core";

export interface MemoryScheduleStoreOptions {
  readonly clock: Clock;
  /** Where the messages go. */
  readonly sender: MessageSender;
  /** The logical queues that a schedule may name. @defaultValue any */
  readonly queues?: readonly string[];
  /** EventBridge Scheduler promises at least once: how often each schedule fires; read when it does. @defaultValue 1 */
  readonly times?: number;
  /** How much later than asked a schedule fires, ms; read when it is put. @defaultValue 0 */
  readonly lateMs?: number;
}

/** A schedule store in memory. */
export interface MemoryScheduleStore extends ScheduleStore {
  /** The schedules that have not fired, in the order they were put. */
  schedules(): readonly OneShotSchedule[];
}

/**
 * Creates a schedule store in memory that fires by the clock, exactly on time; an instant that has passed fires at once.
 * The same name again is the same schedule: the first stays. A schedule that has fired is gone. A send that fails is
 * tried again, as EventBridge Scheduler does for a day.
 */
export function createMemoryScheduleStore(
  options: MemoryScheduleStoreOptions,
): MemoryScheduleStore {
  const { clock, sender } = options;
  const waiting = new Map<string, { schedule: OneShotSchedule; cancel: CancelTimer }>();

  async function fire(schedule: OneShotSchedule): Promise<void> {
    waiting.delete(schedule.name);
    for (let time = 0; time < (options.times ?? 1); time += 1) await sendStubbornly(schedule);
  }

  async function sendStubbornly(schedule: OneShotSchedule): Promise<void> {
    const { queue, body, group } = schedule;
    for (let attempt = 0; attempt <= MAX_RETRIES; attempt += 1) {
      const answer = await sender.send(queue, { body, ...(group === undefined ? {} : { group }) });
      if (answer.ok || !answer.error.retryable) return;
      await clock.sleep(RETRY_MS);
    }
  }

  return {
    putOneShot: async (schedule) => {
      checkSchedule(schedule, options.queues);
      if (waiting.has(schedule.name)) return;
      const kept = Object.freeze({ ...schedule });
      const cancel = clock.timer(kept.at - clock.now() + (options.lateMs ?? 0), () => {
        void fire(kept);
      });
      waiting.set(kept.name, { schedule: kept, cancel });
    },
    deleteOneShot: async (name) => {
      waiting.get(name)?.cancel();
      waiting.delete(name);
    },
    schedules: () => [...waiting.values()].map(({ schedule }) => schedule),
  };
}

const MAX_RETRIES = 185;
const RETRY_MS = 60_000;

function checkSchedule(schedule: OneShotSchedule, queues: readonly string[] | undefined): void {
  const { name, at, body, queue } = schedule;
  if (name === "") throw new CeleriacError("refused", "the schedule's name is empty");
  if (!Number.isFinite(at)) {
    throw new CeleriacError("refused", `the schedule ${name} is for ${at}: expected epoch ms`);
  }
  if (queues !== undefined && !queues.includes(queue)) {
    throw new CeleriacError(
      "queue-not-found",
      `the schedule ${name} names the queue ${queue}, which is not among ${queues.join(", ")}`,
      { details: { queue } },
    );
  }
  const bytes = utf8Length(JSON.stringify(body));
  if (bytes <= MAX_SCHEDULED_BODY_BYTES) return;
  throw new CeleriacError(
    "payload-too-large",
    `the schedule ${name} sends ${bytes} bytes once they are escaped: a schedule takes at most ${MAX_SCHEDULED_BODY_BYTES}`,
    { details: { bytes, limit: MAX_SCHEDULED_BODY_BYTES } },
  );
}
