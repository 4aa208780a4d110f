/** What one batch call takes at most. */
export interface BatchLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

/** Indexes into the items that were packed. Each item is in exactly one place. */
export interface Packing {
  /** In the items' order; no group is empty, none is above a limit. */
  readonly groups: readonly (readonly number[])[];
  /** Items that are alone above `maxBytes`, and so in no group. */
  readonly oversized: readonly number[];
}

/** Packs items into as few batch calls as their order allows: each call is filled until the next item does not fit. */
export function packBatches(
  items: readonly { readonly bytes: number }[],
  { maxEntries, maxBytes }: BatchLimits,
): Packing {
  const groups: number[][] = [];
  const oversized: number[] = [];
  let open: number[] | undefined;
  let openBytes = 0;
  for (const [index, { bytes }] of items.entries()) {
    if (bytes > maxBytes) {
      oversized.push(index);
    } else if (open !== undefined && open.length < maxEntries && openBytes + bytes <= maxBytes) {
      open.push(index);
      openBytes += bytes;
    } else {
      open = [index];
      openBytes = bytes;
      groups.push(open);
    }
  }
  return { groups, oversized };
}
