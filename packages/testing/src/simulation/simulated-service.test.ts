import { describe, expect, it } from "vitest";
import { createKernel, type Kernel } from "./kernel.ts";
import { bootProcess, type SimulatedProcess } from "./simulated-process.ts";
import { createService, type SimulatedService } from "./simulated-service.ts";

const STOP_TIMEOUT_MS = 3000;

function serve(terminate: (process: SimulatedProcess) => Promise<void>): {
  readonly kernel: Kernel;
  readonly service: SimulatedService;
  readonly booted: SimulatedProcess[];
} {
  const kernel = createKernel({ seed: 1 });
  const booted: SimulatedProcess[] = [];
  const service = createService({
    kernel,
    name: "worker",
    count: 1,
    stopTimeoutMs: STOP_TIMEOUT_MS,
    boot: (name) => {
      const process = bootProcess({ kernel, name });
      booted.push(process);
      return { process, terminate: () => terminate(process) };
    },
  });
  service.start();
  return { kernel, service, booted };
}

const ignores = (): Promise<void> => new Promise(() => undefined);

describe("a simulated service", () => {
  it("starts another container for one that crashed", async () => {
    const { kernel, booted } = serve(ignores);
    booted[0]?.crash("out of memory");
    await kernel.clock.advance(1000);
    expect(booted.map(({ alive }) => alive)).toEqual([false, true]);
  });

  it("starts another one for a container that dies while it boots", async () => {
    const kernel = createKernel({ seed: 1 });
    const booted: SimulatedProcess[] = [];
    createService({
      kernel,
      name: "worker",
      count: 1,
      stopTimeoutMs: STOP_TIMEOUT_MS,
      boot: (name) => {
        const process = bootProcess({ kernel, name });
        if (booted.push(process) === 1) process.crash("at its first call");
        return { process, terminate: ignores };
      },
    }).start();
    await kernel.clock.advance(1000);
    expect(booted.map(({ alive }) => alive)).toEqual([false, true]);
  });

  it("kills what has not ended when its time is over, and no earlier", async () => {
    const { kernel, service, booted } = serve(ignores);
    service.deploy();
    await kernel.clock.advance(STOP_TIMEOUT_MS - 1);
    expect(booted[0]?.alive).toBe(true);
    await kernel.clock.advance(1);
    expect(booted[0]?.alive).toBe(false);
  });

  it("replaces what ends by itself at once", async () => {
    const { kernel, service, booted } = serve((process) => process.clock.sleep(100));
    service.replaceOne();
    await kernel.clock.advance(1000);
    expect(booted.map(({ alive }) => alive)).toEqual([false, true]);
  });
});
