import type {
  Clock,
  Logger,
  MessageReceiver,
  MessageSender,
  PayloadStore,
  Random,
  ScheduleStore,
  TaskStore,
} from "@celeriac/core";

/** What a client works with. */
export interface ClientPorts {
  readonly sender: MessageSender;
  /** Needed for dead letters only; the queues are then the app's `…-dlq`. */
  readonly receiver?: MessageReceiver | undefined;
  readonly store: TaskStore;
  readonly payloads: PayloadStore;
  readonly schedules: ScheduleStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}
