import { scheduledTaskId, topology } from "@celeriac/core";
import { wholeBetween } from "@celeriac/testing/models";
import { firstApp } from "./simulated-app.ts";
import type { World } from "./world.ts";

/** The recurring schedules of a scenario. */
export interface Ticks {
  /** Lets a schedule tick once, so many virtual ms from now. */
  add(schedule: string, afterMs: number): void;
  /** How many firings are still to come. */
  readonly open: number;
}

/** EventBridge Scheduler fires at least once: so often at most here. */
const MOST_FIRINGS = 3;
const LONGEST_DELAY_MS = 40_000;
const AGAIN_MS = 3000;

/** EventBridge Scheduler, which may fire a tick late and more than once; the first message that SQS has taken promises its task. */
export function startTicks(world: World): Ticks {
  const { clock } = world.kernel;
  const resources = topology(firstApp).schedules;
  let open = 0;
  return {
    add(schedule, afterMs) {
      const resource = resources.find(({ name }) => name === schedule);
      if (resource === undefined) throw new Error(`the app has no schedule ${schedule}`);
      const random = world.kernel.random(`tick ${schedule}`);
      const tick = Math.floor((clock.now() + afterMs) / 1000) * 1000;
      const taskId = scheduledTaskId(schedule, tick);
      const instant = taskId.slice(scheduledTaskId(schedule, 0).indexOf("1970"));
      const body = resource.body.replaceAll("<aws.scheduler.scheduled-time>", instant);
      const fire = async (): Promise<void> => {
        for (;;) {
          const answer = await world.models.queues.send(resource.queue, { body });
          if (answer.ok) break;
          await clock.sleep(AGAIN_MS);
        }
        const promise = { taskId, tracked: true, eta: undefined, expires: undefined };
        world.ticks.add(taskId);
        world.history.add({ kind: "acknowledged", task: promise });
        open -= 1;
      };
      const firings = wholeBetween(random, 1, MOST_FIRINGS);
      for (let firing = 0; firing < firings; firing += 1) {
        open += 1;
        const late = random.next() < 0.5 ? 0 : wholeBetween(random, 0, LONGEST_DELAY_MS);
        clock.timer(afterMs + late, () => void fire());
      }
    },
    get open() {
      return open;
    },
  };
}
