import type { Resources, ServiceEndpoints } from "@celeriac/core";
import type { CallName } from "./call/call-policy.ts";
import type { Caller } from "./call/caller.ts";
import { type ClientSettings, clientSettings, targetOf } from "./call/client-settings.ts";
import { lazy } from "./call/lazy.ts";
import type { DynamoDbCalls } from "./dynamodb/dynamodb-calls.ts";
import type { S3Calls } from "./s3/s3-calls.ts";
import type { SchedulerCalls } from "./scheduler/scheduler-calls.ts";
import type { SqsCalls } from "./sqs/sqs-calls.ts";
import type { SqsMoveCalls } from "./sqs/sqs-move-calls.ts";

/** The clients of one process: each is loaded when it is first asked for, all share one transport. */
export interface Clients {
  readonly sqs: () => Promise<SqsCalls>;
  readonly sqsMoves: () => Promise<SqsMoveCalls>;
  readonly dynamodb: () => Promise<DynamoDbCalls>;
  readonly s3: () => Promise<S3Calls>;
  readonly scheduler: () => Promise<SchedulerCalls>;
  readonly close: () => Promise<void>;
}

type Service = keyof ServiceEndpoints;

export function createClients(
  resources: Resources,
  caller: Caller,
  onCall: ((service: Service, operation: string) => void) | undefined,
): Clients {
  const transport = lazy(async () => {
    const { JournallingHttpHandler } = await import("./call/http-handler.ts");
    return new JournallingHttpHandler((name) => tell(onCall, name));
  });
  const client = <Calls>(
    service: Service,
    load: (settings: ClientSettings, target: string) => Promise<Calls>,
  ): (() => Promise<Calls>) =>
    lazy(async () =>
      load(clientSettings(resources, service, await transport.get()), targetOf(resources, service)),
    ).get;
  return {
    sqs: client("sqs", async (settings, target) => {
      const { createSqsCalls } = await import("./sqs/sqs-calls.ts");
      return createSqsCalls(settings, target, caller);
    }),
    sqsMoves: client("sqs", async (settings, target) => {
      const { createSqsMoveCalls } = await import("./sqs/sqs-move-calls.ts");
      return createSqsMoveCalls(settings, target, caller);
    }),
    dynamodb: client("dynamodb", async (settings, target) => {
      const { createDynamoDbCalls } = await import("./dynamodb/dynamodb-calls.ts");
      return createDynamoDbCalls(settings, target, resources.table, caller);
    }),
    s3: client("s3", async (settings, target) => {
      const { createS3Calls } = await import("./s3/s3-calls.ts");
      return createS3Calls(settings, target, resources.bucket, caller);
    }),
    scheduler: client("scheduler", async (settings, target) => {
      const { createSchedulerCalls } = await import("./scheduler/scheduler-calls.ts");
      return createSchedulerCalls(settings, target, resources.schedules.group, caller);
    }),
    async close() {
      (await transport.peek())?.destroy();
    },
  };
}

function tell(
  onCall: ((service: Service, operation: string) => void) | undefined,
  name: CallName,
): void {
  const [service, operation] = name.split(":");
  if (operation !== undefined) onCall?.(service as Service, operation);
}
