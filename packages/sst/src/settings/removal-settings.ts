export interface RemovalSettings {
  /** Of the table. */
  readonly deletionProtection: boolean;
  /** Of the bucket: whether it is deleted with the objects in it. */
  readonly forceDestroy: boolean;
}

/**
 * What a stage's removal policy (`removal` in sst.config.ts) means for what holds data: a stage whose resources are
 * to be removed goes without a trace; of any other, table and bucket stay, and nobody deletes the table by mistake.
 */
export function removalSettings(removal: "remove" | "retain" | "retain-all"): RemovalSettings {
  const removed = removal === "remove";
  return { deletionProtection: !removed, forceDestroy: removed };
}
