import { setTimeout as sleep } from "node:timers/promises";
import { cpuSecondsOf, descendantsOf, machineCpuSeconds } from "./process-cpu.ts";

/** Beside other work of more than so many cores, a figure says nothing. */
export const MOST_OUTSIDE_CORES = 0.2;

const LOOK_MS = 400;
const WAIT_MS = 8000;

/** Begins to watch; what it answers says how many cores other work than the bench's has used since. */
export function watchOutside(): () => number {
  const began = performance.now();
  const before = machineCpuSeconds() - ownCpuSeconds();
  return () => {
    const used = machineCpuSeconds() - ownCpuSeconds() - before;
    return Math.max(0, used / ((performance.now() - began) / 1000));
  };
}

/** Waits until the machine is quiet, for some seconds at most. */
export async function untilQuiet(): Promise<void> {
  for (const end = performance.now() + WAIT_MS; performance.now() < end; ) {
    const outside = watchOutside();
    await sleep(LOOK_MS);
    if (outside() <= MOST_OUTSIDE_CORES) return;
  }
}

/** Children that have ended are counted no longer: watch only while none does. */
function ownCpuSeconds(): number {
  return cpuSecondsOf([process.pid, ...descendantsOf(process.pid)]);
}
