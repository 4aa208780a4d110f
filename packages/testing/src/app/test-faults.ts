import { type Duration, parseDuration } from "@celeriac/core";
import type { ArmedFaults, FaultOptions } from "./armed-faults.ts";

/** A call that fails. */
export interface CallFaultOptions extends FaultOptions {
  /**
   * AWS does what was asked, and the answer is lost on its way: the caller is told of a failure whose outcome is unknown.
   * @defaultValue false: nothing is done
   */
  readonly applied?: boolean | undefined;
}

/** A message that is delivered twice. */
export interface DuplicateOptions extends FaultOptions {
  /** The second delivery comes while the first is under way. @defaultValue false: after it was acknowledged */
  readonly overlapping?: boolean | undefined;
}

/** A worker that is lost. */
export interface LostWorkerOptions extends FaultOptions {
  /**
   * When its process dies, once the attempt is recorded: before the handler's first line, or when the handler has ended, with
   * everything it did, and nobody was told. @defaultValue "end"
   */
  readonly at?: "start" | "end" | undefined;
}

/** What a test has go wrong, each in one line. A fault waits until it finds what it is for, and strikes once. */
export interface TestFaults {
  /**
   * The next request to SQS or EventBridge Scheduler to store a message fails, whoever sends it. An `enqueue` throws
   * `unreachable`, which is retryable.
   */
  failNextSend(options?: CallFaultOptions): void;
  /** The next write of a task's record fails. The engine tries again by itself. */
  failNextWrite(options?: CallFaultOptions): void;
  /** The next message is delivered once more. */
  deliverTwice(options?: DuplicateOptions): void;
  /**
   * The process of the next attempt dies without a word. The task goes on when its lease has ended and its message is
   * visible again: let time go on, or wait on its handle.
   */
  loseWorker(options?: LostWorkerOptions): void;
  /**
   * The process of the next attempt is told to end, as by SIGTERM at its deadline, when the handler begins: `ctx.signal`
   * aborts, and half a second later the task is given back.
   */
  stopWorker(options?: FaultOptions): void;
  /** The wall clocks of client and workers are set back, as a bad time server does; those of AWS go on. */
  clockBack(length: Duration): void;
  /** How many strikes are still to come: 0 once everything that was asked for has gone wrong. */
  readonly waiting: number;
  /** Forgets what has not struck. Clocks stay as they are. */
  clear(): void;
}

/** @param setBack moves the clocks of client and workers, ms. */
export function createTestFaults(
  armed: ArmedFaults,
  setBack: (lengthMs: number) => void,
): TestFaults {
  const variant = ({ applied = false }: CallFaultOptions): string =>
    applied ? "unknown" : "refuse";
  return {
    failNextSend: (options = {}) => armed.arm("send", variant(options), options),
    failNextWrite: (options = {}) => armed.arm("write", variant(options), options),
    deliverTwice: (options = {}) =>
      armed.arm("twice", options.overlapping === true ? "overlapping" : "after", options),
    loseWorker: (options = {}) => armed.arm("lost", options.at ?? "end", options),
    stopWorker: (options = {}) => armed.arm("stopped", "", options),
    clockBack: (length) => setBack(parseDuration(length, "clockBack")),
    get waiting() {
      return armed.count();
    },
    clear: armed.clear,
  };
}
