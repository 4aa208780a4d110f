import {
  CeleriacError,
  type Clock,
  type EffectStore,
  type LockStore,
  type MessageMover,
  type MessageReceiver,
  type MessageSender,
  type MessageVisibility,
  type PayloadStore,
  type ScheduleStore,
  type TagIndex,
  type TaskStore,
} from "@celeriac/core";

/** What goes wrong with a call. */
export type Fault =
  /** It fails before anything was applied. */
  | "refuse"
  /** It is applied, and the caller is told that it failed. */
  | "unknown"
  /** It never settles, and nothing was applied. */
  | "hang"
  /** The caller is told that it failed, and it is applied this much later. */
  | { readonly lateMs: number };

/**
 * Decides about each call: the method's name, how many calls of that name came before it through this wrapper, and what
 * it was given. `undefined`: nothing goes wrong.
 */
export type FaultPlan = (
  call: string,
  index: number,
  values: readonly unknown[],
) => Fault | undefined;

/** The ports that talk to AWS. */
export type FalliblePort =
  | MessageSender
  | MessageReceiver
  | MessageMover
  | MessageVisibility
  | TaskStore
  | LockStore
  | TagIndex
  | EffectStore
  | PayloadStore
  | ScheduleStore;

/**
 * Puts a port behind a network that fails by plan. A fault is a retryable error: thrown, or answered where the port
 * answers errors (`send`, a receiver's `delete`, `changeVisibility`). What a model offers besides its port passes through.
 */
export function withFaults<Port extends FalliblePort>(
  port: Port,
  plan: FaultPlan,
  clock: Pick<Clock, "timer">,
): Port {
  const counts = new Map<string, number>();

  function faultOf(call: string, values: readonly unknown[]): Fault | undefined {
    const index = counts.get(call) ?? 0;
    counts.set(call, index + 1);
    return plan(call, index, values);
  }

  const wrap =
    (call: string, apply: Apply): Apply =>
    async (...values) => {
      const fault = faultOf(call, values);
      if (fault === undefined) return apply(...values);
      if (fault === "hang") return new Promise(() => undefined);
      if (fault === "unknown") await ended(apply, values);
      if (typeof fault === "object") {
        clock.timer(fault.lateMs, () => {
          void ended(apply, values);
        });
      }
      return portFailure(port, call, fault !== "refuse");
    };

  return new Proxy(port, {
    get: (target, key): unknown => {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== "function") return value;
      const method: Apply = value.bind(target);
      return typeof key === "string" && isPortCall(key) ? wrap(key, method) : method;
    },
  });
}

type Apply = (...values: unknown[]) => Promise<unknown>;

const CALLS: ReadonlySet<string> = new Set([
  "send",
  "receive",
  "delete",
  "changeVisibility",
  "insert",
  "update",
  "read",
  "put",
  "get",
  "add",
  "page",
  "acquire",
  "confirm",
  "release",
  "putOneShot",
  "deleteOneShot",
  "start",
  "newest",
  "cancel",
]);

/** What the call answers or throws goes to nobody. */
async function ended(apply: Apply, values: unknown[]): Promise<void> {
  try {
    await apply(...values);
  } catch {
    // Its caller was told long ago that it failed.
  }
}

/** Says whether a method of a port is one of its calls: a model's inspection is not on the network. */
export function isPortCall(name: string): boolean {
  return CALLS.has(name);
}

/** A failed call, as the port tells its caller: answered, or thrown. */
export function portFailure(port: FalliblePort, call: string, uncertain: boolean): unknown {
  const error = new CeleriacError(
    "unreachable",
    `${call} failed by plan; ${uncertain ? "its outcome is unknown" : "nothing was applied"}`,
    { retryable: true, details: { call } },
  );
  if (call === "send") return { ok: false, error, uncertain };
  if ("changeVisibility" in port && (call === "delete" || call === "changeVisibility")) {
    return { ok: false, gone: false, error };
  }
  throw error;
}
