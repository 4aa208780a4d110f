/** What a worker has done on one queue since it started. */
export interface QueueStats {
  readonly queue: string;
  readonly received: number;
  readonly acknowledged: number;
  /** Deliveries after which the message was left to SQS: put back, held by another, undecided. */
  readonly left: number;
  /** Received while stopping, and given back unstarted. */
  readonly givenBack: number;
  readonly receiveErrors: number;
  readonly acknowledgeErrors: number;
  readonly running: number;
  readonly polls: number;
}

/** How a worker's consumption of one queue is doing. */
export interface QueueHealth {
  readonly queue: string;
  readonly slots: number;
  readonly running: number;
  /** Since the last successful poll, ms; `undefined` before the first. */
  readonly lastPollAgoMs: number | undefined;
  /** How long a poll could have succeeded and none did, ms; 0 while no slot is free to poll for. */
  readonly overdueMs: number;
  /** Receiving fails: how often in a row, since how long (ms), with which error. */
  readonly trouble:
    | { readonly failures: number; readonly forMs: number; readonly error: string }
    | undefined;
}
