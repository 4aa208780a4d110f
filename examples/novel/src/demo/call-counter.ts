/** Counts the AWS calls of this process, by service. */
export interface CallCounter {
  readonly onCall: (service: string, operation: string) => void;
  counts(): Readonly<Record<string, number>>;
}

export function createCallCounter(): CallCounter {
  const counts = new Map<string, number>();
  return {
    onCall: (service) => counts.set(service, (counts.get(service) ?? 0) + 1),
    counts: () => Object.fromEntries(counts),
  };
}
