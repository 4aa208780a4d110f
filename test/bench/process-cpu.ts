import { readFileSync } from "node:fs";

/** The kernel counts in steps of a hundredth of a second. */
const STEPS_PER_SECOND = 100;

/** CPU that processes have used so far, seconds; those that have ended count as nothing. Linux only, elsewhere 0. */
export function cpuSecondsOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
}

function cpuSeconds(pid: number): number {
  const stat = textOf(`/proc/${pid}/stat`);
  // The program's name, in brackets, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / STEPS_PER_SECOND;
}

/** The processes that a process has started, and those that they have. */
export function descendantsOf(pid: number): readonly number[] {
  const children = textOf(`/proc/${pid}/task/${pid}/children`).trim();
  if (children === "") return [];
  return children.split(" ").flatMap((child) => [Number(child), ...descendantsOf(Number(child))]);
}

/** CPU that the whole machine has used so far, seconds. */
export function machineCpuSeconds(): number {
  const [line = ""] = textOf("/proc/stat").split("\n");
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = line
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + irq + softIrq) / STEPS_PER_SECOND;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
