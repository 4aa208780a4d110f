/** What tasks inherit from the task that enqueues them. */
export interface SenderContext {
  /** The task id of the task that enqueues. */
  readonly parentId: string;
  readonly rootId: string;
  /** How many tasks lie between the new tasks and their root. */
  readonly hops: number;
  readonly tags: Readonly<Record<string, string>> | undefined;
  readonly tenant: string | undefined;
}
