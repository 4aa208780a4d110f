/** Makes a value at its first use and keeps it; a failure is not kept, so that the next use tries again. */
export interface Lazy<Value> {
  get(): Promise<Value>;
  /** The value if somebody has asked for it. */
  peek(): Promise<Value> | undefined;
}

export function lazy<Value>(make: () => Promise<Value>): Lazy<Value> {
  let made: Promise<Value> | undefined;
  return {
    get() {
      made ??= make().catch((error: unknown) => {
        made = undefined;
        throw error;
      });
      return made;
    },
    peek: () => made,
  };
}
