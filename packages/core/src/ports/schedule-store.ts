/** A message to be sent once, later than a queue's own delay can wait. */
export interface OneShotSchedule {
  /** Names the schedule: the task id. The same name again is the same schedule. */
  readonly name: string;
  /** Epoch ms; fired within the minute that follows. */
  readonly at: number;
  /** The logical name of the queue. */
  readonly queue: string;
  readonly body: string;
  readonly group?: string | undefined;
}

/** Keeps schedules that send messages. */
export interface ScheduleStore {
  /** @throws {CeleriacError} when it is not known to be stored. */
  putOneShot(schedule: OneShotSchedule): Promise<void>;
  /** Deleting what is not there is done. @throws {CeleriacError} */
  deleteOneShot(name: string): Promise<void>;
}
