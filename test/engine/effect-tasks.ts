import { createEffectGuard } from "@celeriac/aws";
import {
  defineApp,
  defineTask,
  type Envelope,
  fargate,
  RejectError,
  type TaskContext,
} from "@celeriac/core";
import {
  createMemoryEffectStore,
  createSeededRandom,
  createVirtualClock,
  type FaultPlan,
} from "@celeriac/testing/models";
import { z } from "zod";
import { createHarness, type EngineHarness } from "./engine-harness.ts";

type Behaviour = (context: TaskContext) => unknown;
/** Both guards must do the same. */
export const GUARDS = ["model", "powertools"] as const;
type Guard = (typeof GUARDS)[number];

const input = z.object({ order: z.string(), cents: z.number().default(100) });
const retry = { maxRetries: 1, backoff: "10s", jitter: "none" } as const;

/** An engine with an idempotent task, and the witness of its effects. */
export interface EffectHarness extends EngineHarness {
  readonly script: { behaviour: Behaviour; effects: string[] };
  /** A message of task `charge`, which answers its order's receipt. */
  charge(taskId: string, order?: string, fields?: Partial<Envelope> & { cents?: number }): Envelope;
}

export interface EffectSetup {
  readonly behaviour?: Behaviour;
  readonly faults?: FaultPlan;
  readonly effectFaults?: FaultPlan;
  readonly onRepeat?: "result" | "reject";
  /** What the key is. @defaultValue the order */
  readonly key?: (input: { readonly order: string }) => unknown;
  readonly window?: "2s" | "1h" | "1d";
}

/** The first import of a module takes real time, for which a virtual clock does not wait: before the tests, then. */
export async function loadEffectGuard(): Promise<void> {
  const clock = createVirtualClock();
  const ports = { store: createMemoryEffectStore(), clock, random: createSeededRandom(1) };
  const effect = { task: "t", key: "k", input: null, taskId: "a", owner: "o" };
  const numbers = { generation: 0, attempt: 1, leaseMs: 1, windowMs: 1 };
  await createEffectGuard(ports).release({ ...effect, ...numbers });
  const h = setupEffects("model", { behaviour: () => Promise.reject(new RejectError("no")) });
  await h.send("default", h.charge("a"));
  await h.deliver("default", await h.receive("default"));
}

export function setupEffects(guard: Guard, options: EffectSetup = {}): EffectHarness {
  const { onRepeat = "result", window = "1d", behaviour = () => "charged" } = options;
  const { key = ({ order }) => order } = options;
  const script: EffectHarness["script"] = { behaviour, effects: [] };
  const charge = defineTask({
    name: "charge",
    input,
    retry,
    idempotency: { key: key as (input: { order: string }) => string, window, onRepeat },
    run: async (_input, context) => {
      script.effects.push(context.taskId);
      return script.behaviour(context);
    },
  });
  const queues = { default: fargate({ lease: "30s" }) };
  const h = createHarness(defineApp({ name: "effects", tasks: [charge], queues }), {
    guard,
    ...options,
  });
  return {
    ...h,
    script,
    charge: (taskId, order = "A-1", { cents, ...fields } = {}) => {
      const value = cents === undefined ? { order } : { order, cents };
      // The clock's waits end between two ms; an envelope's instants do not.
      const enqueuedAt = Math.floor(h.clock.now());
      return h.envelope("charge", {
        ...{ taskId, enqueuedAt, input: { kind: "inline", value } },
        ...fields,
      });
    },
  };
}

/** Delivers what becomes visible until a task has ended. @throws {Error} when it does not within an hour. */
export async function untilEnded(h: EffectHarness, taskId: string): Promise<void> {
  const hasEnded = (): boolean => {
    const state = h.store.record(taskId)?.state ?? "RETRY";
    return state !== "STARTED" && state !== "RETRY";
  };
  for (let second = 0; second < 3600 && !hasEnded(); second += 1) {
    if (h.queues.depth("default").visible > 0) await h.next("default");
    else await h.clock.advance(1000);
  }
  if (!hasEnded()) throw new Error(`${taskId} has not ended within an hour`);
}
