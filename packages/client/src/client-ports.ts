import type {
  Clock,
  LockStore,
  Logger,
  MessageMover,
  MessageReceiver,
  MessageSender,
  PayloadStore,
  Random,
  ScheduleStore,
  TagIndex,
  TaskStore,
} from "@celeriac/core";

/** What a client works with. */
export interface ClientPorts {
  readonly sender: MessageSender;
  /** Needed for dead letters only; the queues are then the app's `…-dlq`. */
  readonly receiver?: MessageReceiver | undefined;
  /** Has SQS redrive whole dead-letter queues. @defaultValue the client redrives letter by letter */
  readonly mover?: MessageMover | undefined;
  readonly store: TaskStore;
  readonly payloads: PayloadStore;
  /** Needed for unique tasks only. */
  readonly locks?: LockStore | undefined;
  /** Needed for searchable tags only. */
  readonly tags?: TagIndex | undefined;
  readonly schedules: ScheduleStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}
