import { type AnyTask, CeleriacError, show } from "@celeriac/core";

/** What a test can have go wrong. */
export type FaultKind = "send" | "write" | "twice" | "lost" | "stopped";

export interface FaultOptions {
  /** Strikes this task only. @defaultValue whichever comes first */
  readonly task?: AnyTask | undefined;
  /** How often it strikes, one after the other. @defaultValue 1 */
  readonly times?: number | undefined;
}

/** A fault that waits for its chance. */
export interface ArmedFault {
  readonly kind: FaultKind;
  readonly task: string | undefined;
  /** What only its kind has. */
  readonly variant: string;
  left: number;
}

/** The faults that wait, in the order in which they were asked for. */
export interface ArmedFaults {
  arm(kind: FaultKind, variant: string, options: FaultOptions): void;
  /** The first that would strike a task, left as it is. */
  peek(kind: FaultKind, task: string | undefined): ArmedFault | undefined;
  /** The same, which strikes now. */
  take(kind: FaultKind, task: string | undefined): ArmedFault | undefined;
  /** How many strikes are still to come. */
  count(): number;
  clear(): void;
}

export function createArmedFaults(): ArmedFaults {
  const waiting: ArmedFault[] = [];
  const peek: ArmedFaults["peek"] = (kind, task) =>
    waiting.find(
      (fault) =>
        fault.kind === kind && fault.left > 0 && (fault.task === undefined || fault.task === task),
    );
  return {
    arm: (kind, variant, { task, times = 1 }) => {
      if (!Number.isSafeInteger(times) || times < 1) {
        const message = `times is ${show(times)}: expected a whole number from 1`;
        throw new CeleriacError("invalid-options", message);
      }
      waiting.push({ kind, variant, task: task?.name, left: times });
    },
    peek,
    take: (kind, task) => {
      const fault = peek(kind, task);
      if (fault !== undefined) fault.left -= 1;
      return fault;
    },
    count: () => waiting.reduce((sum, { left }) => sum + left, 0),
    clear: () => {
      waiting.length = 0;
    },
  };
}
