import {
  type AnyTask,
  ENVELOPE_VERSION,
  type EnqueueOptions,
  encodeEnvelope,
  topology,
} from "@celeriac/core";
import { wholeBetween } from "@celeriac/testing/models";
import { type Errands, startErrands } from "./clients.ts";
import {
  call,
  firstApp,
  type Kind,
  newcomer,
  nextApp,
  type Order,
  paying,
  quiet,
  single,
  work,
} from "./simulated-app.ts";
import { startTicks } from "./ticks.ts";
import { deployNext, type World } from "./world.ts";

/** One task of a scenario. Its name begins its id. */
export interface PlannedTask {
  readonly name: string;
  readonly task: AnyTask;
  readonly kind: Kind;
  /** How likely it is in a history. */
  readonly chance: number;
  readonly delayMs?: number;
  /** So far ahead that only a schedule can wait for it. */
  readonly far?: boolean;
  readonly expiresMs?: number;
  /** Revoked by chance between 0 and so many ms after it was enqueued. */
  readonly revokedWithinMs?: number;
  /** Of tasks that are unique, or whose effect happens once. */
  readonly key?: string;
  /** Enqueued a second time under its id. */
  readonly twice?: boolean;
  /** Not enqueued: a tick of the app's schedule of this name. */
  readonly ticks?: boolean;
}

const plan = (
  name: string,
  task: AnyTask,
  kind: Kind,
  more: Partial<PlannedTask> = {},
): PlannedTask => ({ name, task, kind, chance: 0.7, ...more });

/** What every history draws from. */
export const FULL: readonly PlannedTask[] = [
  plan("ok", work, "ok", { chance: 1 }),
  plan("twice", work, "ok", { twice: true }),
  plan("flaky", work, "flaky"),
  plan("fails-once", work, "fails-once"),
  plan("fails-twice", work, "fails-twice"),
  plan("poison", work, "poison"),
  plan("lossy", work, "lossy"),
  plan("snoozing", work, "snoozing"),
  plan("sleeping", work, "sleeping", { chance: 0.03 }),
  plan("paused", work, "paused"),
  plan("long", work, "long"),
  plan("parent", work, "parent"),
  plan("large", work, "large", { chance: 0.15 }),
  plan("invalid", work, "invalid", { chance: 0.4 }),
  plan("newcomer", newcomer, "ok", { chance: 0.5 }),
  plan("delayed", work, "ok", { delayMs: 9000 }),
  plan("far", work, "ok", { chance: 0.3, far: true }),
  plan("expiring", work, "ok", { delayMs: 2000, expiresMs: 2600 }),
  plan("expiring-flaky", work, "flaky", { expiresMs: 4000 }),
  plan("revoked-queued", work, "ok", { revokedWithinMs: 60 }),
  plan("revoked-delayed", work, "ok", { delayMs: 12_000, revokedWithinMs: 9000 }),
  plan("revoked-retry", work, "fails-once", { revokedWithinMs: 6000 }),
  plan("revoked-running", work, "long", { revokedWithinMs: 14_000 }),
  plan("revoked-poison", work, "poison", { revokedWithinMs: 20_000 }),
  plan("quiet-ok", quiet, "ok"),
  plan("quiet-flaky", quiet, "flaky"),
  plan("quiet-fails-once", quiet, "fails-once", { chance: 0.4 }),
  plan("single-a", single, "flaky", { key: "one" }),
  plan("single-b", single, "lossy", { key: "one" }),
  plan("single-c", single, "fails-once", { key: "one" }),
  plan("paying-a", paying, "lossy", { key: "bill" }),
  plan("paying-b", paying, "lossy", { key: "bill" }),
  plan("call-ok", call, "ok", { chance: 1 }),
  plan("call-flaky", call, "flaky"),
  plan("call-fails-once", call, "fails-once"),
  plan("call-poison", call, "poison", { chance: 0.4 }),
  plan("call-snoozing", call, "snoozing", { chance: 0.4 }),
  plan("call-hanging", call, "hanging", { chance: 0.4 }),
  plan("call-blocking", call, "blocking", { chance: 0.4 }),
  plan("call-revoked", call, "flaky", { revokedWithinMs: 3000 }),
];

/** What is too rare in full histories: only in those that ask for it. */
export const DIRECTED: readonly PlannedTask[] = [
  plan("paying-failing", paying, "fails-once", { key: "loss" }),
  plan("fails-then-flaky", work, "fails-then-flaky"),
  plan("paused-at-end", work, "paused-at-end"),
  plan("expiring-long", work, "long", { expiresMs: 4000 }),
  plan("revoked-failing", work, "fails-twice", { revokedWithinMs: 800 }),
];

/** What the app's schedules start: histories of their own, so that those of all others stay what they are. */
export const TICKING: readonly PlannedTask[] = topology(firstApp).schedules.map(({ name }) =>
  plan(name, work, "ok", { ticks: true }),
);

/** Few tasks, every branch of the protocol once: for trying every fault at every call. */
export const SHORT: readonly PlannedTask[] = [
  plan("flaky", work, "flaky", { chance: 1 }),
  plan("fails-once", call, "fails-once", { chance: 1 }),
  plan("quiet-flaky", quiet, "flaky", { chance: 1 }),
  plan("revoked-delayed", work, "ok", { chance: 1, delayMs: 3000, revokedWithinMs: 1000 }),
];

export interface ScenarioOptions {
  readonly tasks: readonly PlannedTask[];
  /** The storm's length, virtual ms. */
  readonly stormMs: number;
  /** When an operator looks after the dead letters before the calm, virtual ms from the start. */
  readonly redrivesAt: readonly number[];
  /** Whether messages come that no host of the first version can read, hosts are replaced, and dead letters moved. */
  readonly eventful: boolean;
}

export interface Scenario {
  /** Nothing is left to do, and nothing can come any more. */
  isOver(): boolean;
  /** What is not done, in words. */
  rest(): string;
}

const CALM_ROUND_MS = 15_000;
const FAR_MS = 16 * 60_000;
const NEWER_BODY = JSON.stringify({ v: ENVELOPE_VERSION + 1, what: "nobody here knows" });
const NO_ENVELOPE = "this is no envelope";

/** Sets a scenario going. */
export function startScenario(world: World, options: ScenarioOptions): Scenario {
  const producer = startErrands(world, "producer");
  const revoker = startErrands(world, "revoker");
  const operator = startErrands(world, "operator");
  const ticks = startTicks(world);
  const random = world.kernel.random("scenario");
  const forever = new Set<string>();
  for (const planned of options.tasks) {
    if (random.next() >= planned.chance) continue;
    if (planned.kind === "invalid") forever.add(planned.name);
    const at = wholeBetween(random, 0, options.stormMs / 2);
    if (planned.ticks === true) {
      ticks.add(planned.name, at);
      continue;
    }
    enqueueAt(world, producer, planned, at);
    if (planned.revokedWithinMs === undefined) continue;
    revokeAt(world, revoker, planned, at + wholeBetween(random, 0, planned.revokedWithinMs));
  }
  world.service.start();
  world.mapping.start();
  if (options.eventful) {
    stir(world, options.stormMs);
    world.kernel.clock.timer(wholeBetween(random, 0, options.stormMs), () => {
      redrive(operator, forever);
    });
  }
  for (const at of options.redrivesAt) redrive(operator, forever, at);
  world.kernel.clock.timer(options.stormMs, () => {
    world.calm();
    redriveUntilEmpty(world, operator, forever);
  });
  const rest = (): string[] => {
    const errands = producer.open + revoker.open + ticks.open;
    const schedules = world.schedules.schedules().map(({ name }) => `schedule ${name}`);
    const messages = world.models
      .messages()
      .filter(({ body, taskId }) => {
        const stays = body === NEWER_BODY || body === NO_ENVELOPE;
        return !(stays || (taskId !== undefined && forever.has(taskId)));
      })
      .map(
        ({ queue, taskId, generation }) => `${taskId ?? "a message"} g${generation} in ${queue}`,
      );
    return [...(errands > 0 ? [`${errands} errands`] : []), ...schedules, ...messages];
  };
  return {
    isOver: () => world.isCalm && rest().length === 0,
    rest: () => rest().join(", "),
  };
}

function enqueueAt(world: World, producer: Errands, planned: PlannedTask, at: number): void {
  const { name: taskId, task, kind } = planned;
  const tracked = task.options.ignoreResult !== true;
  if (!tracked) world.untracked.add(taskId);
  const startAt = world.kernel.clock.now();
  const eta = etaOf(planned, startAt + at);
  const expires = planned.expiresMs === undefined ? undefined : startAt + at + planned.expiresMs;
  const options: EnqueueOptions = {
    taskId,
    ...(eta === undefined ? {} : { eta: new Date(eta) }),
    ...(expires === undefined ? {} : { expires: new Date(expires) }),
  };
  const errand = (givesUp: boolean): Parameters<Errands["add"]>[0] => ({
    at,
    givesUp,
    run: async (client, process) => {
      const from = task === newcomer ? world.client(process, nextApp) : client;
      const promised =
        kind === "invalid"
          ? await sendInvalid(world, taskId)
          : (await from.enqueue(task, order, options)).taskId;
      if (!process.alive) return;
      const promise = { taskId: promised, tracked, eta, expires };
      world.history.add({ kind: "acknowledged", task: promise });
    },
  });
  const order: Order = { kind, ...(planned.key === undefined ? {} : { key: planned.key }) };
  if (planned.key !== undefined) {
    const name = `${task.name} ${planned.key}`;
    world.keys.share(taskId, name, task === single ? "unique" : "once");
  }
  producer.add(errand(false));
  if (planned.twice === true) producer.add(errand(true));
}

function etaOf(planned: PlannedTask, at: number): number | undefined {
  if (planned.far === true) return at + FAR_MS;
  return planned.delayMs === undefined ? undefined : at + planned.delayMs;
}

/** A client would refuse it: it comes from older code, or from somebody else's. */
async function sendInvalid(world: World, taskId: string): Promise<string> {
  const body = encodeEnvelope({
    version: ENVELOPE_VERSION,
    taskId,
    task: work.name,
    input: { kind: "inline", value: { kind: "invalid" } },
    generation: 0,
    enqueuedAt: world.kernel.clock.now(),
    hops: 0,
  });
  const answer = await world.models.queues.send("work", { body });
  if (!answer.ok) throw answer.error;
  return taskId;
}

function revokeAt(world: World, revoker: Errands, planned: PlannedTask, at: number): void {
  const { name: taskId, task } = planned;
  revoker.add({
    at,
    run: async (client, process) => {
      const answer = await client.revoke(task, taskId);
      if (process.alive) world.history.add({ kind: "revoke-acknowledged", taskId, answer });
    },
  });
}

/** What else happens in a storm. */
function stir(world: World, stormMs: number): void {
  const random = world.kernel.random("stir");
  const { clock } = world.kernel;
  const during = (run: () => void): void => {
    clock.timer(wholeBetween(random, 0, stormMs), run);
  };
  const { queues } = world.models;
  if (random.next() < 0.3) during(() => void queues.send("work", { body: NEWER_BODY }));
  if (random.next() < 0.3) during(() => void queues.send("call", { body: NO_ENVELOPE }));
  for (let count = 0; count < 3; count += 1) during(() => world.service.replaceOne());
  for (const queue of ["work", "call"]) {
    if (random.next() < 0.6) during(() => void queues.redrive(`${queue}-dlq`, queue));
  }
  clock.timer(stormMs / 2, () => deployNext(world));
}

/** An operator who redrives what lies in the dead-letter queues, again and again. */
function redriveUntilEmpty(world: World, operator: Errands, forever: ReadonlySet<string>): void {
  redrive(operator, forever);
  world.kernel.clock.timer(CALM_ROUND_MS, () => redriveUntilEmpty(world, operator, forever));
}

function redrive(operator: Errands, forever: ReadonlySet<string>, at = 0): void {
  operator.add({
    at,
    run: async (client) => {
      for (const queue of ["work", "call"]) {
        const letters = client.deadLetters(queue);
        const found = (await letters.list()).map(({ taskId }) => taskId);
        const taskIds = found.filter((id) => id !== undefined && !forever.has(id)) as string[];
        if (taskIds.length > 0) await letters.redrive({ taskIds, purgeFinished: true });
      }
    },
  });
}
