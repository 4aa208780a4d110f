import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { CeleriacError, didYouMean, show } from "@celeriac/core";
import { serve } from "@hono/node-server";
import { LOOPBACK } from "../account.ts";
import type { WriteLog } from "../log.ts";
import { createScheduleFace } from "./schedule-face.ts";
import { createScheduleRunner } from "./schedule-runner.ts";
import { ScheduleStore } from "./schedule-store.ts";
import { createScheduleTargetSender, type ScheduleTargetSender } from "./schedule-target.ts";

/** A schedule that waits, or that fired and was not deleted. */
export interface EmbeddedSchedule {
  readonly group: string;
  readonly name: string;
  /** Epoch ms; of a recurring one its next tick. */
  readonly at: number;
  /** `at(…)`, `cron(…)` or `rate(…)`. */
  readonly expression: string;
  readonly targetArn: string;
  readonly input: string | undefined;
  readonly completed: boolean;
}

/** EventBridge Scheduler with schedules that fire into SQS, on a port of the loopback address. */
export interface SchedulerServer {
  readonly endpoint: string;
  addGroup(name: string): void;
  list(): readonly EmbeddedSchedule[];
  /**
   * Sends what a schedule sends at a tick (epoch ms), now and besides its own ticks; resolves when SQS has it.
   * @throws {CeleriacError} `invalid-options` for a schedule that is not there.
   */
  fire(group: string, name: string, tick: number): Promise<void>;
  /** Starts to fire, into the SQS at this endpoint. */
  start(sqsEndpoint: string): void;
  stop(): Promise<void>;
}

/**
 * With a folder, which must exist, schedules survive a restart; those that fell due meanwhile fire at once.
 * @param now epoch ms: what the scheduler holds to be the time.
 */
export async function startSchedulerServer(
  folder: string | undefined,
  writeLog: WriteLog,
  now: () => number = () => Date.now(),
): Promise<SchedulerServer> {
  const store = new ScheduleStore(
    folder === undefined ? undefined : join(folder, "schedules.sqlite"),
  );
  let wake = (): void => undefined;
  let sender: ScheduleTargetSender | undefined;
  let stopRunner = (): Promise<void> => Promise.resolve();
  const face = createScheduleFace(store, () => wake(), now);
  const server = serve({ fetch: face.fetch, hostname: LOOPBACK, port: 0 }) as Server;
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://${LOOPBACK}:${port}`,
    addGroup: (name) => void store.putGroup(name, now()),
    list: () =>
      store.list().map(({ request, at, completed }) => ({
        group: request.GroupName,
        name: request.Name,
        at,
        expression: request.ScheduleExpression,
        targetArn: request.Target.Arn,
        input: request.Target.Input,
        completed,
      })),
    fire: async (group, name, tick) => {
      const schedule = store.get(group, name);
      if (schedule === undefined || sender === undefined) throw noSchedule(store, group, name);
      await sender.send({ ...schedule, at: tick }, 1);
    },
    start: (sqsEndpoint) => {
      const starting = createScheduleTargetSender(sqsEndpoint);
      sender = starting;
      const runner = createScheduleRunner(store, starting, writeLog, now);
      wake = runner.wake;
      stopRunner = async () => {
        await runner.stop();
        starting.close();
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

function noSchedule(store: ScheduleStore, group: string, name: string): CeleriacError {
  const names = store
    .list()
    .filter(({ request }) => request.GroupName === group)
    .map(({ request }) => request.Name);
  const known = names.length === 0 ? "none" : names.map((each) => show(each)).join(", ");
  return new CeleriacError(
    "invalid-options",
    `no schedule is named ${show(name)}; there is ${known}${didYouMean(name, names)}`,
  );
}
