import type {
  App,
  Clock,
  EffectGuard,
  LockStore,
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
import type { Delivery, DeliveryOutcome } from "./delivery.ts";

/** What the engine works with. */
export interface EnginePorts {
  readonly sender: MessageSender;
  readonly visibility: MessageVisibility;
  readonly store: TaskStore;
  /** Needed by apps with unique tasks only. */
  readonly locks?: LockStore | undefined;
  readonly payloads: PayloadStore;
  /** Needed by tasks with `idempotency`. */
  readonly effects?: EffectGuard | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** What stands between a task that may kill its process and the tasks beside it. */
export type Isolation =
  /** This process runs one delivery and nothing else; or it cannot keep deliveries apart. */
  | { readonly kind: "none" }
  /** One after the other, once all else in this process has ended: for batches that end soon, as Lambda's. */
  | { readonly kind: "turns" }
  /**
   * Elsewhere: another process runs the delivery to its end. `no-room`: it is put back; `unable`: there is no other
   * process to be had, it runs here all the same.
   */
  | {
      readonly kind: "elsewhere";
      readonly run: (delivery: Delivery) => Promise<DeliveryOutcome | "no-room" | "unable">;
    };

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
  /**
   * How a task runs whose process has died as often as it may, but for once: so that no task is given up for what
   * another did. @defaultValue none
   */
  readonly isolation?: Isolation | undefined;
  /** Makes `ctx.client`. */
  readonly senderFor: (context: SenderContext) => TaskSender;
}
