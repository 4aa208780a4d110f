/** A queue system with a filled queue and workers that empty it. */
export interface Contender {
  /** Fills the queue while no worker runs. */
  fill(tasks: number): Promise<void>;
  /** Starts the workers. */
  start(): Promise<Workers>;
  /** What answers the workers: brokers and stores. */
  readonly serverPids: readonly number[];
  /** Ends whatever it has started. */
  stop(): Promise<void>;
}

/** The processes that run tasks. */
export interface Workers {
  readonly pids: readonly number[];
  /** Tasks that each has done so far. @throws when one has ended. */
  counts(): readonly number[];
  /** Lets what is under way end; answers the calls of AWS that were made, by name, where it knows them. */
  stop(): Promise<ReadonlyMap<string, number>>;
}
