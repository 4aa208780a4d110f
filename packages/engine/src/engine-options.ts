import type {
  App,
  Clock,
  Logger,
  MessageSender,
  MessageVisibility,
  PayloadStore,
  Random,
  SenderContext,
  TaskHandler,
  TaskSender,
  TaskStore,
} from "@celeriac/core";

/** What the engine works with. */
export interface EnginePorts {
  readonly sender: MessageSender;
  readonly visibility: MessageVisibility;
  readonly store: TaskStore;
  readonly payloads: PayloadStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface EngineOptions {
  readonly app: App;
  /** Handlers for tasks without an inline `run`. */
  readonly handlers: readonly TaskHandler[];
  /**
   * The queues that this host consumes; every task routed to one of them needs a handler.
   * @defaultValue all queues of the app
   */
  readonly queues?: readonly string[];
  /** Names this process in records and logs. */
  readonly host: string;
  readonly ports: EnginePorts;
  /** Makes `ctx.client`. */
  readonly senderFor: (context: SenderContext) => TaskSender;
}
