import { monitorEventLoopDelay } from "node:perf_hooks";

const RESOLUTION_MS = 20;
const NANOSECONDS_PER_MS = 1e6;

/** Measures how late the event loop runs its timers. */
export interface EventLoopMonitor {
  /**
   * The lag that one in a hundred turns exceeded since the last call, ms. A single long turn of an otherwise free
   * loop does not show; a loop that is blocked again and again does.
   */
  lagMs(): number;
  stop(): void;
}

export function startEventLoopMonitor(): EventLoopMonitor {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  return {
    lagMs: () => {
      const measured = histogram.count === 0 ? 0 : histogram.percentile(99) / NANOSECONDS_PER_MS;
      histogram.reset();
      // What is recorded is the time between two timers, the wanted distance included.
      return Math.max(0, measured - RESOLUTION_MS);
    },
    stop: () => {
      histogram.disable();
    },
  };
}
