import { describe, expect, it } from "vitest";
import { fargateSizes } from "./fargate-sizes.ts";
import { createMistakes } from "./mistakes.ts";
import type { QueueDefinition } from "./queue-definition.ts";
import { fargate, lambda } from "./queues.ts";
import { resolveQueue } from "./resolve-queue.ts";
import type { ResolvedQueue } from "./resolved-queue.ts";

function resolve(definition: unknown, name = "q"): { queue: ResolvedQueue; mistakes: string[] } {
  const found: string[] = [];
  const mistakes = {
    ...createMistakes(),
    add: (where: string, what: string) => void found.push(`${where}: ${what}`),
  };
  return { queue: resolveQueue(name, definition, mistakes), mistakes: found };
}

const asLambda = (options: object): QueueDefinition => lambda(options);
const asFargate = (options: object): QueueDefinition => fargate(options);

describe("A queue's options become numbers", () => {
  it("resolves a lambda queue", () => {
    const options = {
      memory: "512 MB",
      timeout: "5m",
      batch: 100,
      window: "2s",
      maxConcurrency: 2,
      reservedConcurrency: 3,
      retention: "14d",
    } as const;
    expect(resolve(lambda(options))).toEqual({
      queue: {
        kind: "lambda",
        name: "q",
        retentionMs: 1_209_600_000,
        memoryMb: 512,
        timeoutMs: 300_000,
        batch: 100,
        windowMs: 2000,
        maxConcurrency: 2,
        reservedConcurrency: 3,
      },
      mistakes: [],
    });
  });

  it("resolves a fargate queue", () => {
    const options = {
      cpu: "0.5 vCPU",
      memory: "3 GB",
      concurrency: 40,
      pool: "async",
      lease: "3500ms",
      drain: "0s",
      min: 1,
      max: 1,
      backlogPerWorker: 7,
      spot: true,
      retention: "1h",
    } as const;
    expect(resolve(fargate(options))).toEqual({
      queue: {
        kind: "fargate",
        name: "q",
        retentionMs: 3_600_000,
        cpuUnits: 512,
        memoryMb: 3072,
        concurrency: 40,
        pool: "async",
        leaseMs: 3500,
        drainMs: 0,
        min: 1,
        max: 1,
        backlogPerWorker: 7,
        spot: true,
      },
      mistakes: [],
    });
  });

  it("has defaults that are right by its own rules", () => {
    expect(resolve(lambda()).mistakes).toEqual([]);
    expect(resolve(fargate()).mistakes).toEqual([]);
    expect(resolve(fargate()).queue).toMatchObject({
      cpuUnits: 256,
      memoryMb: 512,
      concurrency: 10,
      leaseMs: 30_000,
      drainMs: 110_000,
      min: 0,
      max: 10,
      backlogPerWorker: 100,
      spot: false,
    });
  });
});

describe("A mistake in a queue names the queue, the value and what was expected", () => {
  it.each<[QueueDefinition, string]>([
    [asLambda({ timout: "1s" }), 'unknown option "timout"; did you mean "timeout"?'],
    [asLambda({ timeout: "500ms" }), 'timeout is "500ms": expected "1s" to "15m"'],
    [asLambda({ timeout: "16m" }), 'timeout is "16m": expected "1s" to "15m"'],
    [asLambda({ timeout: "1.5s" }), 'timeout is "1.5s": expected whole seconds'],
    [asLambda({ batch: 10_001 }), "batch is 10001: expected a whole number, 1 to 10,000"],
    [
      asLambda({ batch: 11, window: "0s" }),
      'batch is 11: expected at most 10, or a window of "1s" or more to gather it',
    ],
    [asLambda({ window: "301s" }), 'window is "301s": expected "0s" to "300s"'],
    [
      asLambda({ maxConcurrency: 5, reservedConcurrency: 4 }),
      "reservedConcurrency is 4: expected a maxConcurrency of at most that, and it is 5: Lambda would be throttled, " +
        "and each throttled receive counts against the message",
    ],
    [
      asLambda({ reservedConcurrency: 4 }),
      "reservedConcurrency is 4: expected a maxConcurrency of at most that, and it is not set: Lambda would be " +
        "throttled, and each throttled receive counts against the message",
    ],
    [asFargate({ spot: "yes" }), 'spot is "yes": expected a boolean'],
    [
      asFargate({ backlogPerWorker: 0 }),
      "backlogPerWorker is 0: expected a whole number, 1 to 1,000,000",
    ],
    [asLambda({ maxConcurrency: 1 }), "maxConcurrency is 1: expected a whole number, 2 to 1,000"],
    [
      asLambda({ memory: "127 MB" }),
      'memory is "127 MB": expected whole megabytes from "128 MB" to "10 GB"',
    ],
    [
      asLambda({ memory: "11 GB" }),
      'memory is "11 GB": expected whole megabytes from "128 MB" to "10 GB"',
    ],
    [
      asLambda({ memory: 1024 }),
      'memory is 1024: expected whole megabytes from "128 MB" to "10 GB"',
    ],
    [
      asLambda({ retention: "2h", timeout: "10m" }),
      "retention is 7200 s: expected more than twice the 3600 s that a message is invisible once it was received (six times " +
        "the timeout, and the window), else it is dropped before it is tried again",
    ],
    [
      asFargate({ retention: "1h", lease: "30m" }),
      "retention is 3600 s: expected more than twice the 1800 s that a message is invisible once it was received (the lease), " +
        "else it is dropped before it is tried again",
    ],
    [asLambda({ retention: "59m" }), 'retention is "59m": expected "1h" to "14d"'],
    [asLambda({ retention: "15d" }), 'retention is "15d": expected "1h" to "14d"'],
    [asFargate({ drian: "1s" }), 'unknown option "drian"; did you mean "drain"?'],
    [
      asFargate({ cpu: "3 vCPU" }),
      'cpu is "3 vCPU": expected one of Fargate\'s sizes, "<n> vCPU" with n of 0.25, 0.5, 1, 2, 4, 8, 16',
    ],
    [
      asFargate({ cpu: "1 vCPU", memory: "1 GB" }),
      'memory is "1 GB": expected what Fargate has with 1 vCPU, "<n> GB" with n of 2, 3, 4, 5, 6, 7, 8',
    ],
    [asFargate({ concurrency: 0 }), "concurrency is 0: expected a whole number, 1 to 1,000"],
    [asFargate({ pool: "process" }), 'pool is "process": expected "async"'],
    [asFargate({ lease: "2s" }), 'lease is "2s": expected "3s" to "1h"'],
    [asFargate({ lease: "61m" }), 'lease is "61m": expected "3s" to "1h"'],
    [asFargate({ drain: "111s" }), 'drain is "111s": expected "0s" to "110s"'],
    [asFargate({ min: 5, max: 4 }), "min is 5: expected at most max, 4"],
    [asFargate({ min: 11 }), "min is 11: expected at most max, 10"],
    [asFargate({ max: 0 }), "max is 0: expected a whole number, 1 to 5,000"],
  ])("%#", (definition, mistake) => {
    expect(resolve(definition).mistakes).toEqual([`queue "q": ${mistake}`]);
  });

  it.each(["", "a_b", "a".repeat(41), "jobs-dlq"])("refuses the name %j", (name) => {
    expect(resolve(lambda(), name).mistakes).toEqual([
      `queue ${JSON.stringify(name)}: its name is ${JSON.stringify(name)}: expected 1 to 40 letters, digits and ` +
        'hyphens, not ending in "-dlq"',
    ]);
  });

  it.each<[unknown, string]>([
    [5, "it is 5: expected lambda(...) or fargate(...)"],
    [{ memory: "1 GB" }, "it is an object: expected lambda(...) or fargate(...)"],
    [{ kind: "ecs", options: {} }, 'its kind is "ecs": expected lambda(...) or fargate(...)'],
    [{ kind: "lambda" }, "its options is undefined: expected an object of options"],
  ])("refuses %j for a definition", (definition, mistake) => {
    expect(resolve(definition).mistakes).toEqual([`queue "q": ${mistake}`]);
  });
});

describe("Fargate's sizes are AWS's table", () => {
  it.each([
    [256, 3, 512, 2048],
    [512, 4, 1024, 4096],
    [1024, 7, 2048, 8192],
    [2048, 13, 4096, 16_384],
    [4096, 23, 8192, 30_720],
    [8192, 12, 16_384, 61_440],
    [16_384, 12, 32_768, 122_880],
  ])("%i units: %i amounts of memory from %i to %i MB", (cpuUnits, count, least, most) => {
    const size = fargateSizes().find((candidate) => candidate.cpuUnits === cpuUnits);
    expect(size?.memoryMb).toHaveLength(count);
    expect([size?.memoryMb[0], size?.memoryMb.at(-1)]).toEqual([least, most]);
  });
});
