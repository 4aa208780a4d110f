/** Runs work of one name one after the other, and work of different names side by side. */
export type Lanes = <Value>(name: string, work: () => Promise<Value>) => Promise<Value>;

/** Work on a free lane is begun before the call returns. A name is forgotten with its last work. */
export function createLanes(): Lanes {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const before = last.get(name);
    const done = before === undefined ? work() : before.then(work, work);
    last.set(name, done);
    const forget = (): void => {
      if (last.get(name) === done) last.delete(name);
    };
    done.then(forget, forget);
    return done;
  };
}
