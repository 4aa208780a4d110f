/** Who runs in this process, and who waits to run there by himself. */
export interface Company {
  enter(): void;
  leave(): void;
  /**
   * Resolves for one who has entered once all others have left or wait for the same; in order, and for the next one
   * when this one has left. Those who enter meanwhile are not kept out.
   */
  toBeAlone(): Promise<void>;
}

export function createCompany(): Company {
  let present = 0;
  /** Those who wait for their turn, oldest first. */
  const waiting: (() => void)[] = [];

  const look = (): void => {
    if (present > waiting.length) return;
    waiting.shift()?.();
  };

  return {
    enter: () => {
      present += 1;
    },
    leave: () => {
      present -= 1;
      look();
    },
    toBeAlone: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        look();
      }),
  };
}
