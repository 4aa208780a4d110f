import type { Random } from "@celeriac/core";
import { type FalliblePort, isPortCall, portFailure } from "../with-faults.ts";
import type { FaultScript, ScriptedFault } from "./fault-script.ts";
import type { Kernel } from "./kernel.ts";
import type { SimulatedProcess } from "./simulated-process.ts";

export interface NetworkOptions {
  readonly kernel: Kernel;
  readonly faults: FaultScript;
  /** Most ms that a request or an answer travels. @defaultValue 30 */
  readonly longestMs?: number;
  /** Around every call as AWS applies it. @defaultValue it is applied, and nothing else */
  readonly during?: (call: AppliedCall, apply: () => Promise<unknown>) => Promise<unknown>;
}

/** A call as AWS sees it. */
export interface AppliedCall {
  readonly process: SimulatedProcess;
  readonly call: string;
  readonly values: readonly unknown[];
  readonly fault: ScriptedFault | undefined;
}

/** What lies between processes and AWS: it takes time, and things go wrong in it. */
export interface SimulatedNetwork {
  /** A port as one process sees it. What a model offers besides its port's calls passes through. */
  reach<Port extends FalliblePort>(process: SimulatedProcess, port: Port): Port;
}

/** Creates the network of a simulation. */
export function createNetwork(options: NetworkOptions): SimulatedNetwork {
  const { kernel, faults, longestMs = 30, during = (_call, apply) => apply() } = options;
  const latency = kernel.random("latency");
  return {
    reach: (process, port) =>
      new Proxy(port, {
        get: (target, key): unknown => {
          const value: unknown = Reflect.get(target, key);
          if (typeof value !== "function") return value;
          const method: Apply = value.bind(target);
          if (typeof key !== "string" || !isPortCall(key)) return method;
          return (...values: unknown[]) =>
            new Promise((resolve, reject) => {
              const fault = process.alive ? faults.next() : undefined;
              const apply = (): Promise<unknown> => {
                kernel.note(`apply ${key}`, process.name, fault === undefined ? 0 : 1);
                return during({ process, call: key, values, fault }, () => method(...values));
              };
              const travel = (): number => wholeBetween(latency, 1, longestMs) * process.slowness;
              const fail = (uncertain: boolean): unknown => portFailure(port, key, uncertain);
              new Call({ kernel, process, apply, travel, fail, resolve, reject }).make(key, fault);
            });
        },
      }),
  };
}

type Apply = (...values: unknown[]) => Promise<unknown>;

interface CallParts {
  readonly kernel: Kernel;
  readonly process: SimulatedProcess;
  readonly apply: () => Promise<unknown>;
  readonly travel: () => number;
  /** What the port answers a failure with; it throws where the port throws. */
  readonly fail: (uncertain: boolean) => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** One call on its way through the network. */
class Call {
  readonly #parts: CallParts;

  constructor(parts: CallParts) {
    this.#parts = parts;
  }

  make(call: string, fault: ScriptedFault | undefined): void {
    const { process, kernel } = this.#parts;
    if (!process.alive) return;
    if (fault === undefined) {
      this.#request((answer) => this.#answer(answer));
      return;
    }
    kernel.note(`fault ${fault.kind} at ${call}`, process.name, fault.ms);
    this.#makeFaulty(fault);
  }

  #makeFaulty(fault: ScriptedFault): void {
    const { process, kernel } = this.#parts;
    switch (fault.kind) {
      case "crash-before":
        process.crash("before a call");
        return;
      case "crash-after":
        this.#request(() => process.crash("after a call"));
        return;
      case "refused":
        this.#answerFailure(false);
        return;
      case "unknown":
        this.#request(() => this.#answerFailure(true));
        return;
      case "late":
        kernel.clock.timer(fault.ms, () => void ended(this.#parts.apply));
        this.#answerFailure(true);
        return;
      case "paused-before":
        process.pause(fault.ms);
        process.enter(() => this.#request((answer) => this.#answer(answer)));
        return;
      case "paused-after":
        process.pause(fault.ms);
        this.#request((answer) => this.#answer(answer));
        return;
    }
  }

  /** Lets the request arrive, and goes on with what AWS answers. */
  #request(then: (answer: Settled) => void): void {
    const { kernel, apply, travel } = this.#parts;
    kernel.clock.timer(travel(), () => void settled(apply).then(then));
  }

  #answer(answer: Settled): void {
    const { kernel, process, travel, resolve, reject } = this.#parts;
    kernel.clock.timer(travel(), () => {
      process.enter(() => {
        if (answer.ok) resolve(answer.value);
        else reject(answer.error);
      });
    });
  }

  #answerFailure(uncertain: boolean): void {
    const { fail } = this.#parts;
    try {
      this.#answer({ ok: true, value: fail(uncertain) });
    } catch (error) {
      this.#answer({ ok: false, error });
    }
  }
}

type Settled =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: unknown };

async function settled(apply: () => Promise<unknown>): Promise<Settled> {
  try {
    return { ok: true, value: await apply() };
  } catch (error) {
    return { ok: false, error };
  }
}

/** What it answers goes to nobody. */
async function ended(apply: () => Promise<unknown>): Promise<void> {
  await settled(apply);
}

/** A whole number between two bounds, both included. */
export function wholeBetween(random: Random, least: number, most: number): number {
  return least + Math.floor(random.next() * (most - least + 1));
}
