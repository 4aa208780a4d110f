import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runChaos } from "./run-chaos.ts";

/** `CHAOS_SEED` repeats the faults of a run, and what was asked for; how the processes interleave is chance. */
const seed = Number(process.env["CHAOS_SEED"] ?? Math.floor(Math.random() * 1_000_000));

describe("real processes under real faults", () => {
  it("lose nothing and complete nothing twice, with a kill every second", async () => {
    console.log(`chaos: seed ${seed} (CHAOS_SEED=${seed} npm run test:chaos repeats its faults)\n`);
    const { violations, report, processIds } = await runChaos({
      seed,
      tasks: 2400,
      lengthMs: 45_000,
      calmMs: 240_000,
    });
    console.log(`${JSON.stringify(report)}\n`);
    expect(violations).toEqual([]);
    expect(processIds.filter(isAlive)).toEqual([]);
    // A run in which nothing was hit has shown nothing.
    expect(report.acknowledged).toBeGreaterThanOrEqual(2400);
    expect(report.takeovers).toBeGreaterThan(0);
    expect(report.harmed).toBeGreaterThan(0);
    expect(report.workerEnds).toMatchObject({ SIGKILL: expect.any(Number) });
    expect(Object.keys(report.network).length).toBeGreaterThan(3);
  });

  it("leave no process behind, not even when the run itself is killed", async () => {
    const run = fileURLToPath(new URL("./run.ts", import.meta.url));
    const child: ChildProcess = spawn(process.execPath, [run, String(seed), "100", "60"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (child.stdout === null) throw new Error("the run has no output");
    const exited = once(child, "exit");
    const started = Promise.withResolvers<readonly number[]>();
    createInterface(child.stdout).on("line", (line) => {
      if (line.startsWith("processes: ")) started.resolve(line.slice(11).split(" ").map(Number));
    });
    const processIds = await started.promise;
    expect(processIds.length).toBeGreaterThan(4);
    child.kill("SIGKILL");
    await exited;
    await expect.poll(() => processIds.filter(isAlive), { timeout: 20_000 }).toEqual([]);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
