import { CeleriacError, type OldestAge, type QueueOperator, type Resources } from "@celeriac/core";
import { awsCodeOf } from "../call/aws-error.ts";
import { CALL_POLICIES } from "../call/call-policy.ts";
import { createCaller } from "../call/caller.ts";
import { type ClientSettings, clientSettings, targetOf } from "../call/client-settings.ts";
import { lazy } from "../call/lazy.ts";
import { systemClock } from "../node/system-clock.ts";
import { systemRandom } from "../node/system-random.ts";
import { readQueueDepth } from "../sqs/queue-depth.ts";
import { locateQueue } from "../sqs/queue-map.ts";
import type { OperatorCalls } from "./operator-calls.ts";

/** A queue operator with connections of its own. */
export interface AwsQueueOperator extends QueueOperator {
  close(): Promise<void>;
}

const TOO_SOON: ReadonlySet<string> = new Set([
  "PurgeQueueInProgress",
  "AWS.SimpleQueueService.PurgeQueueInProgress",
]);

export interface QueueOperatorOptions {
  /** Where CloudWatch answers. @defaultValue AWS, and nowhere for queues that are not AWS's own */
  readonly cloudWatchEndpoint?: string | undefined;
}

/** Tends an app's queues by SQS and, for the age of what lies there, by CloudWatch. Nothing is loaded before its first use. */
export function createQueueOperator(
  resources: Resources,
  { cloudWatchEndpoint }: QueueOperatorOptions = {},
): AwsQueueOperator {
  const clock = systemClock();
  const caller = createCaller(clock, CALL_POLICIES);
  const settings = lazy(async (): Promise<ClientSettings> => {
    const { JournallingHttpHandler } = await import("../call/http-handler.ts");
    return clientSettings(resources, "sqs", new JournallingHttpHandler(() => undefined));
  });
  const target = targetOf(resources, "sqs");
  const sqs = lazy(async () => {
    const { createSqsCalls } = await import("../sqs/sqs-calls.ts");
    return createSqsCalls(await settings.get(), target, caller);
  });
  const calls = lazy(async (): Promise<OperatorCalls> => {
    const { createOperatorCalls } = await import("./operator-calls.ts");
    return createOperatorCalls(resources, await settings.get(), cloudWatchEndpoint, caller);
  });
  const context = { resources, target, calls: sqs.get, clock, random: systemRandom() };
  return {
    depth: (queue) => readQueueDepth(context, queue),
    oldestAge: async (queue) => {
      const isEmulated = resources.endpoints?.sqs !== undefined;
      if (isEmulated && cloudWatchEndpoint === undefined) return EMULATED;
      const location = locateQueue(resources, queue);
      try {
        const { oldestAges } = await calls.get();
        return newestOf(await oldestAges(queue, location, clock.now()));
      } catch (error) {
        return { kind: "unknown", why: CeleriacError.is(error) ? error.message : String(error) };
      }
    },
    purge: async (queue) => {
      const { url } = locateQueue(resources, queue);
      const { purge } = await calls.get();
      try {
        await purge(queue, url);
        return "purged";
      } catch (error) {
        if (TOO_SOON.has(awsCodeOf(error))) return "too-soon";
        throw error;
      }
    },
    async close() {
      (await calls.peek())?.destroy();
      (await settings.peek())?.requestHandler.destroy();
    },
  };
}

const EMULATED: OldestAge = {
  kind: "unknown",
  why: "CloudWatch keeps the ages of AWS's own queues only",
};

/** Without a reading the queue was idle: SQS reports nothing of it, or nothing yet. */
function newestOf(
  readings: readonly {
    readonly Timestamp?: Date | undefined;
    readonly Maximum?: number | undefined;
  }[],
): OldestAge {
  const [newest] = readings.toSorted((a, b) => Number(b.Timestamp) - Number(a.Timestamp));
  if (newest?.Maximum === undefined) {
    return { kind: "unknown", why: "CloudWatch has no reading of the last 20 minutes" };
  }
  return { kind: "age", ms: newest.Maximum * 1000 };
}
