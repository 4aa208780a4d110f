/**
 * Preloaded (`node --import`) into a process whose clock shall be wrong by `CHAOS_CLOCK_SHIFT_MS`: `Date` alone is
 * shifted, as a machine's clock would be; timers and `performance.now()` go on as they are.
 */
const shiftMs = Number(process.env["CHAOS_CLOCK_SHIFT_MS"] ?? "0");
const rightNow = Date.now;
const wrongNow = (): number => rightNow() + shiftMs;

globalThis.Date = new Proxy(Date, {
  construct: (target, parts, newTarget) =>
    Reflect.construct(target, parts.length === 0 ? [wrongNow()] : parts, newTarget),
  get: (target, key, receiver) => (key === "now" ? wrongNow : Reflect.get(target, key, receiver)),
});
