/** Seeds that broke a promise once; they are lived through first. A new one goes to the end. */
export const failedSeeds: readonly number[] = [
  // A past eta was dropped by a client whose clock is ahead.
  42, 104,
  // An older value of progress arrived late, over a newer one.
  46, 119, 141, 266,
];
