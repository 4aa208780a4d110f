import { EventEmitter } from "node:events";
import { type LogFields, type Logger, toFailureError } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { runUntilSignalled } from "./run-until-signalled.ts";
import type { Worker } from "./worker.ts";

interface Setup {
  readonly signals: EventEmitter;
  readonly stops: (boolean | "broken" | undefined)[];
  readonly exits: number[];
  readonly errors: LogFields[];
  readonly ended: Promise<void>;
  /** Lets the worker's `run` end, as its drain would. */
  drained(): void;
  failed(error: Error): void;
}

function setUp(close?: () => Promise<void>): Setup {
  const run = Promise.withResolvers<void>();
  const stops: (boolean | "broken" | undefined)[] = [];
  const exits: number[] = [];
  const errors: LogFields[] = [];
  const signals = new EventEmitter();
  const worker: Pick<Worker, "run" | "stop"> = {
    run: () => run.promise,
    stop: async (options) => {
      stops.push(options?.broken === true ? "broken" : options?.now);
    },
  };
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (_message, fields = {}) => void errors.push(fields),
    with: () => logger,
  };
  const exit = (code: number): void => void exits.push(code);
  const ended = runUntilSignalled(worker as Worker, { logger, signals, exit, close });
  return { signals, stops, exits, errors, ended, drained: run.resolve, failed: run.reject };
}

describe("signals end a worker's process", () => {
  it.each(["SIGTERM", "SIGINT"])("%s drains it, and the exit code is 0", async (signal) => {
    const { signals, stops, exits, ended, drained } = setUp();
    signals.emit(signal, signal);
    expect(stops).toEqual([false]);
    expect(exits).toEqual([]);
    drained();
    await ended;
    expect(exits).toEqual([0]);
  });

  it("a second one does not wait for the drain", async () => {
    const { signals, stops, exits, ended, drained } = setUp();
    signals.emit("SIGTERM", "SIGTERM");
    signals.emit("SIGINT", "SIGINT");
    expect(stops).toEqual([false, true]);
    drained();
    await ended;
    expect(exits).toEqual([0]);
  });

  it("are not listened to any more once it has ended", async () => {
    const { signals, ended, drained } = setUp();
    drained();
    await ended;
    expect(signals.eventNames()).toEqual([]);
  });
});

describe("an error that nobody caught ends a worker's process", () => {
  it("shows nothing of a thrown object, which may be a task's input", () => {
    const { signals, errors } = setUp();
    signals.emit("unhandledRejection", { password: "hunter2" });
    expect(errors).toEqual([{ error: { name: "NonErrorThrown", message: "an object" } }]);
  });

  it.each(["uncaughtException", "unhandledRejection"])(
    "%s is logged, gives the tasks back, and the exit code is 1",
    async (event) => {
      const { signals, stops, exits, errors, ended, drained } = setUp();
      const error = new Error("a defect");
      signals.emit(event, error);
      expect(stops).toEqual(["broken"]);
      expect(errors).toEqual([{ error: toFailureError(error) }]);
      drained();
      await ended;
      expect(exits).toEqual([1]);
    },
  );

  it("as does a worker that cannot run", async () => {
    const { exits, errors, ended, failed } = setUp();
    const error = new Error("run twice");
    failed(error);
    await ended;
    expect(errors).toEqual([{ error }]);
    expect(exits).toEqual([1]);
  });
});

describe("what was opened around the worker is closed before the exit", () => {
  it("after the drain", async () => {
    const order: string[] = [];
    const { exits, ended, drained } = setUp(async () => {
      order.push(`closed before ${exits.length} exits`);
    });
    drained();
    await ended;
    expect(order).toEqual(["closed before 0 exits"]);
    expect(exits).toEqual([0]);
  });
});
