import { afterEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "./system-clock.ts";

afterEach(() => vi.useRealTimers());

const DAY_MS = 86_400_000;

describe("the system's clock", () => {
  it("tells the wall clock, and a time that never goes back", () => {
    vi.useFakeTimers({ now: 1_767_225_600_000 });
    const clock = systemClock();
    const before = clock.monotonic();
    expect(clock.now()).toBe(1_767_225_600_000);
    vi.advanceTimersByTime(5);
    expect(clock.now()).toBe(1_767_225_600_005);
    expect(clock.monotonic() - before).toBe(5);
  });

  it("runs a timer once, unless it is cancelled", () => {
    vi.useFakeTimers();
    const clock = systemClock();
    const run = vi.fn<() => void>();
    const cancelled = vi.fn<() => void>();
    clock.timer(10, run);
    clock.timer(10, cancelled)();
    vi.advanceTimersByTime(9);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(100);
    expect(run).toHaveBeenCalledOnce();
    expect(cancelled).not.toHaveBeenCalled();
  });

  it("waits longer than Node's timers can", () => {
    vi.useFakeTimers();
    const run = vi.fn<() => void>();
    systemClock().timer(60 * DAY_MS, run);
    vi.advanceTimersByTime(60 * DAY_MS - 1);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledOnce();
  });

  it("sleeps until its time, or until a signal aborts", async () => {
    vi.useFakeTimers();
    const clock = systemClock();
    const ending = new AbortController();
    const slept = clock.sleep(10);
    const woken = clock.sleep(60 * DAY_MS, ending.signal);
    vi.advanceTimersByTime(10);
    await slept;
    ending.abort();
    await woken;
    await clock.sleep(60 * DAY_MS, AbortSignal.abort());
    expect(vi.getTimerCount()).toBe(0);
  });
});
