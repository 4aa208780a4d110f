import type { FargateConsumer } from "@celeriac/core";

interface Worker {
  readonly upFrom: number;
  /** The minutes at which its tasks end. While there are any it protects itself. */
  ends: number[];
}

/** A queue with its workers on ECS, minute by minute. */
export class VirtualService {
  readonly #concurrency: number;
  readonly #taskMinutes: number;
  readonly #startMinutes: number;
  #workers: Worker[] = [];
  waiting = 0;

  constructor(consumer: FargateConsumer, taskMinutes: number, startMinutes: number) {
    this.#concurrency = consumer.concurrency;
    this.#taskMinutes = taskMinutes;
    this.#startMinutes = startMinutes;
  }

  /** Workers that ECS counts: those that are still starting too. */
  get counted(): number {
    return this.#workers.length;
  }

  get inFlight(): number {
    return this.#workers.reduce((sum, worker) => sum + worker.ends.length, 0);
  }

  running(minute: number): number {
    return this.#workers.filter(({ upFrom }) => upFrom <= minute).length;
  }

  /** Workers end what is over, and take what waits. */
  work(minute: number): void {
    for (const worker of this.#workers) {
      if (worker.upFrom > minute) continue;
      worker.ends = worker.ends.filter((end) => end > minute);
      const taken = Math.min(this.#concurrency - worker.ends.length, this.waiting);
      this.waiting -= taken;
      for (let count = 0; count < taken; count += 1) worker.ends.push(minute + this.#taskMinutes);
    }
  }

  /** ECS starts what is missing, and stops workers that do not protect themselves, those that still start first. */
  reconcile(minute: number, desired: number): void {
    while (this.#workers.length < desired) {
      this.#workers.push({ upFrom: minute + this.#startMinutes, ends: [] });
    }
    const stopped = this.#workers
      .filter(({ ends }) => ends.length === 0)
      .sort((one, other) => other.upFrom - one.upFrom)
      .slice(0, this.#workers.length - desired);
    this.#workers = this.#workers.filter((worker) => !stopped.includes(worker));
  }
}
