import type { CancelTimer, Clock, Logger } from "@celeriac/core";
import { createProtectionAgent, type Fetch } from "./protection-agent.ts";

/** A task's protection ends by itself after this, so that a worker that hangs can be replaced. */
const EXPIRES_IN_MINUTES = 60;
const REARM_MS = (EXPIRES_IN_MINUTES * 60_000) / 2;
const RETRY_MS = 30_000;
const IDLE_MS = 15_000;

export interface ScaleInProtectionOptions {
  /** What ECS puts into `ECS_AGENT_URI`; without it nothing is protected, and nothing is called. */
  readonly agentUri: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** @defaultValue Node's own */
  readonly fetch?: Fetch | undefined;
  /** How long a worker has to be idle before its protection is taken off, ms. @defaultValue 15000 */
  readonly idleMs?: number | undefined;
}

/** Keeps ECS from scaling a worker in while it runs tasks. */
export interface ScaleInProtection {
  /** Told how many tasks run, whenever that changes. Never throws. */
  update(running: number): void;
  /** Stops all timers. ECS itself ends the protection with the task. */
  close(): void;
}

/**
 * Protects this ECS task while at least one task runs: on at once, renewed long before it expires, off after a while
 * of idleness, so that a stream of short tasks costs no stream of calls. Failing harms nothing but the protection: it
 * is logged once, and tried again every 30 s for as long as it is wanted. It covers scaling and deployments, not the
 * end of a Spot host.
 */
export function createScaleInProtection(options: ScaleInProtectionOptions): ScaleInProtection {
  if (options.agentUri === undefined || options.agentUri === "") {
    return { update: () => undefined, close: () => undefined };
  }
  return new AgentProtection(options, options.agentUri);
}

class AgentProtection implements ScaleInProtection {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #idleMs: number;
  readonly #set: (enabled: boolean) => Promise<void>;
  #wanted = false;
  /** What ECS last confirmed. */
  #confirmed = false;
  #calling = false;
  #failing = false;
  #closed = false;
  #cancelIdle: CancelTimer | undefined;
  #cancelNext: CancelTimer | undefined;

  constructor(options: ScaleInProtectionOptions, agentUri: string) {
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#idleMs = options.idleMs ?? IDLE_MS;
    const fetch = options.fetch ?? globalThis.fetch;
    this.#set = createProtectionAgent(agentUri, EXPIRES_IN_MINUTES, options.clock, fetch).set;
  }

  update(running: number): void {
    if (this.#closed) return;
    if (running > 0) {
      this.#cancelIdle?.();
      this.#cancelIdle = undefined;
      this.#want(true);
    } else if (this.#wanted) {
      this.#cancelIdle ??= this.#clock.timer(this.#idleMs, () => {
        this.#cancelIdle = undefined;
        this.#want(false);
      });
    }
  }

  close(): void {
    this.#closed = true;
    this.#cancelIdle?.();
    this.#cancelNext?.();
  }

  #want(enabled: boolean): void {
    if (this.#wanted === enabled) return;
    this.#wanted = enabled;
    // While ECS does not answer, the timer that is set tries what is wanted by then.
    if (!this.#calling && !this.#failing) void this.#call();
  }

  /** One call at a time, until what ECS confirmed is what is wanted. */
  async #call(): Promise<void> {
    this.#calling = true;
    this.#cancelNext?.();
    const enabled = this.#wanted;
    try {
      await this.#set(enabled);
      this.#succeeded(enabled);
    } catch (error) {
      this.#failed(error);
    }
    this.#calling = false;
    if (this.#closed) return;
    if (this.#failing) this.#callIn(RETRY_MS);
    else if (this.#wanted !== this.#confirmed) await this.#call();
    else if (this.#wanted) this.#callIn(REARM_MS);
  }

  #callIn(delayMs: number): void {
    this.#cancelNext = this.#clock.timer(delayMs, () => void this.#call());
  }

  #succeeded(enabled: boolean): void {
    this.#confirmed = enabled;
    if (this.#failing) this.#logger.info("scale-in protection works again", { enabled });
    this.#failing = false;
  }

  #failed(error: unknown): void {
    if (!this.#failing) {
      this.#logger.warn("scale-in protection could not be set: trying again every 30 s", {
        enabled: this.#wanted,
        error,
      });
    }
    this.#failing = true;
  }
}
