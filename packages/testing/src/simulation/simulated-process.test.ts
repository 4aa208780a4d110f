import { describe, expect, it, vi } from "vitest";
import { createKernel, type Kernel } from "./kernel.ts";
import { bootProcess, type SimulatedProcess } from "./simulated-process.ts";

function boot(options: { readonly skewMs?: number } = {}): {
  readonly kernel: Kernel;
  readonly process: SimulatedProcess;
  readonly seen: string[];
} {
  const kernel = createKernel({ seed: 1, startAt: 1_000_000 });
  return { kernel, process: bootProcess({ kernel, name: "p/1", ...options }), seen: [] };
}

describe("a simulated process that crashes", () => {
  it("runs nothing any more: no timer, no sleeper, nothing that is entered", async () => {
    const { kernel, process, seen } = boot();
    process.clock.timer(10, () => seen.push("timer"));
    void process.clock.sleep(10).then(() => seen.push("slept"));
    process.crash("kill -9");
    process.enter(() => seen.push("entered"));
    process.clock.timer(10, () => seen.push("set by a dead one"));
    await kernel.clock.advance(1000);
    expect([seen, process.alive]).toEqual([[], false]);
  });

  it("listens to no signal any more", async () => {
    const { process } = boot();
    const signal = AbortSignal.any([new AbortController().signal]);
    const removed = vi.spyOn(signal, "removeEventListener");
    void process.clock.sleep(10, signal);
    process.crash("kill -9");
    expect(removed).toHaveBeenCalledTimes(1);
  });

  it("is mourned once, also by who comes late", () => {
    const { process, seen } = boot();
    process.onCrash(() => seen.push("early"));
    process.crash("first");
    process.crash("second");
    process.onCrash(() => seen.push("late"));
    expect(seen).toEqual(["early", "late"]);
  });
});

describe("a simulated process that stands still", () => {
  it("does then what became due, and its monotonic clock has gone on", async () => {
    const { kernel, process, seen } = boot();
    process.clock.timer(10, () => seen.push(`timer at ${process.clock.monotonic()}`));
    process.pause(500);
    process.enter(() => seen.push("answer"));
    await kernel.clock.advance(499);
    expect(seen).toEqual([]);
    await kernel.clock.advance(1);
    expect(new Set(seen)).toEqual(new Set(["answer", "timer at 500"]));
  });

  it("stands still for the longest of its pauses", async () => {
    const { kernel, process, seen } = boot();
    process.pause(500);
    process.pause(100);
    process.enter(() => seen.push("went on"));
    await kernel.clock.advance(499);
    expect(seen).toEqual([]);
  });

  it("goes on when it is told to", async () => {
    const { kernel, process, seen } = boot();
    process.pause(Number.POSITIVE_INFINITY);
    process.enter(() => seen.push("went on"));
    process.resume();
    await kernel.clock.advance(0);
    expect(seen).toEqual(["went on"]);
  });

  it("forgets a timer that is cancelled meanwhile", async () => {
    const { kernel, process, seen } = boot();
    const cancel = process.clock.timer(10, () => seen.push("cancelled"));
    process.pause(100);
    await kernel.clock.advance(50);
    cancel();
    await kernel.clock.advance(100);
    expect(seen).toEqual([]);
  });
});

describe("the clock of a simulated process", () => {
  it("wakes a sleeper when its signal aborts, and not again", async () => {
    const { kernel, process, seen } = boot();
    const controller = new AbortController();
    void process.clock.sleep(1000, controller.signal).then(() => seen.push("woken"));
    await kernel.clock.advance(10);
    controller.abort();
    await kernel.clock.advance(0);
    expect([seen, kernel.clock.pending]).toEqual([["woken"], 0]);
  });

  it("is off by its skew, and counts from its own start", async () => {
    const { kernel, process } = boot({ skewMs: -1500 });
    await kernel.clock.advance(2000);
    expect([process.clock.now(), process.clock.monotonic()]).toEqual([1_000_500, 2000]);
  });

  it("counts whole ms, as timers of Node's do", async () => {
    const { kernel, process, seen } = boot();
    process.clock.timer(0.2, () => seen.push(String(process.clock.monotonic())));
    await kernel.clock.advance(5);
    expect(seen).toEqual(["1"]);
  });
});
