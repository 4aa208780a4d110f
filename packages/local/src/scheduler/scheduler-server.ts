import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { LOOPBACK } from "../account.ts";
import type { WriteLog } from "../log.ts";
import { createScheduleFace } from "./schedule-face.ts";
import { createScheduleRunner } from "./schedule-runner.ts";
import { ScheduleStore } from "./schedule-store.ts";
import { createScheduleTargetSender } from "./schedule-target.ts";

/** A schedule that waits, or that fired and was not deleted. */
export interface EmbeddedSchedule {
  readonly group: string;
  readonly name: string;
  /** Epoch ms. */
  readonly at: number;
  readonly targetArn: string;
  readonly input: string | undefined;
  readonly completed: boolean;
}

/** EventBridge Scheduler with one-shot schedules that fire into SQS, on a port of the loopback address. */
export interface SchedulerServer {
  readonly endpoint: string;
  addGroup(name: string): void;
  list(): readonly EmbeddedSchedule[];
  /** Starts to fire, into the SQS at this endpoint. */
  start(sqsEndpoint: string): void;
  stop(): Promise<void>;
}

/** With a folder, which must exist, schedules survive a restart; those that fell due meanwhile fire at once. */
export async function startSchedulerServer(
  folder: string | undefined,
  writeLog: WriteLog,
): Promise<SchedulerServer> {
  const store = new ScheduleStore(
    folder === undefined ? undefined : join(folder, "schedules.sqlite"),
  );
  let wake = (): void => undefined;
  let stopRunner = (): Promise<void> => Promise.resolve();
  const face = createScheduleFace(store, () => wake());
  const server = serve({ fetch: face.fetch, hostname: LOOPBACK, port: 0 }) as Server;
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://${LOOPBACK}:${port}`,
    addGroup: (name) => void store.putGroup(name, Date.now()),
    list: () =>
      store.list().map(({ request, at, completed }) => ({
        group: request.GroupName,
        name: request.Name,
        at,
        targetArn: request.Target.Arn,
        input: request.Target.Input,
        completed,
      })),
    start: (sqsEndpoint) => {
      const sender = createScheduleTargetSender(sqsEndpoint);
      const runner = createScheduleRunner(store, sender, writeLog);
      wake = runner.wake;
      stopRunner = async () => {
        await runner.stop();
        sender.close();
      };
      wake();
    },
    stop: async () => {
      await stopRunner();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
      store.close();
    },
  };
}
