/** Counts what is under way, so that its end can be waited for. */
export interface InFlight {
  readonly count: number;
  enter(): void;
  leave(): void;
  /** Resolves as soon as nothing is under way. */
  whenEmpty(): Promise<void>;
}

export function createInFlight(): InFlight {
  let count = 0;
  let waiters: (() => void)[] = [];
  return {
    get count() {
      return count;
    },
    enter: () => {
      count += 1;
    },
    leave: () => {
      count -= 1;
      if (count > 0) return;
      const reached = waiters;
      waiters = [];
      for (const resolve of reached) resolve();
    },
    whenEmpty: () =>
      count === 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve)),
  };
}
