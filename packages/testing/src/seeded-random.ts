import type { Random } from "@celeriac/core";

/** Creates chance that repeats: the same seed gives the same numbers (mulberry32). Guessable, so for tests only. */
export function createSeededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const fourBytes = (): string =>
    Math.floor(next() * 4_294_967_296)
      .toString(16)
      .padStart(8, "0");
  return {
    next,
    hex: (length) => {
      let digits = "";
      while (digits.length < 2 * length) digits += fourBytes();
      return digits.slice(0, 2 * length);
    },
  };
}
