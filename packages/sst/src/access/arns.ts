/**
 * Where the resources of a topology are. `Arn` is a text, or what stands for one before the deployment: nothing here
 * looks into it.
 */
export interface Arns<Arn> {
  /** By logical queue name; dead-letter queues too. */
  readonly queues: Readonly<Record<string, Arn>>;
  readonly table: Arn;
  readonly bucket: Arn;
  /** All objects of the bucket: `<bucket>/*`. */
  readonly bucketObjects: Arn;
  readonly scheduleGroup: Arn;
  /** All schedules of the group: `arn:…:schedule/<group>/*`. */
  readonly schedules: Arn;
  /** The role that EventBridge Scheduler takes to send to the queues. */
  readonly schedulerRole: Arn;
}
