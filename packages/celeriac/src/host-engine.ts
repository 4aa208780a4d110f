import { createEffectGuard } from "@celeriac/aws";
import { createSenderFor } from "@celeriac/client";
import type { App, Logger, TaskHandler } from "@celeriac/core";
import { createEngine, type Engine, type Isolation } from "@celeriac/engine";
import type { Connection } from "./connection.ts";

export interface HostEngineOptions {
  readonly app: App;
  readonly handlers: readonly TaskHandler[];
  readonly queues: readonly string[];
  /** Names this process in records and logs. */
  readonly host: string;
  readonly connection: Connection;
  readonly logger: Logger;
  readonly isolation: Isolation;
}

/** Puts the engine of a host on AWS: the same for Lambda and the worker. */
export function createHostEngine(options: HostEngineOptions): Engine {
  const { app, connection, logger } = options;
  const { aws, clock, random } = connection;
  const senderFor = createSenderFor(app, { ...aws, clock, random, logger });
  return createEngine({
    app,
    handlers: options.handlers,
    queues: options.queues,
    host: options.host,
    isolation: options.isolation,
    ports: {
      sender: aws.sender,
      visibility: aws.receiver,
      store: aws.store,
      effects: createEffectGuard({ store: aws.effectStore, clock, random }),
      locks: aws.locks,
      payloads: aws.payloads,
      clock,
      random,
      logger,
    },
    senderFor,
  });
}
