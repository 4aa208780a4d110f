import { execFileSync, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { NO_PYTHON } from "./emulators/python.ts";

const START = fileURLToPath(new URL("./emulators/start-alone.ts", import.meta.url));
const isStartable = inject("ministack") !== undefined;

describe("what a run starts ends with it", { timeout: 240_000 }, () => {
  it("when the run is killed: LocalStack and its DynamoDB too", async () => {
    expect(isStartable, NO_PYTHON).toBe(true);
    const run = spawn(process.execPath, [START], { stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void run.kill("SIGKILL"));
    const group = await printedPid(run.stdout);
    expect(programsOf(group)).toEqual([
      expect.stringContaining("python"),
      expect.stringContaining("DynamoDBLocal"),
    ]);
    run.kill("SIGKILL");
    await expect.poll(() => programsOf(group), { timeout: 10_000 }).toEqual([]);
  });
});

async function printedPid(output: NodeJS.ReadableStream): Promise<number> {
  for await (const line of createInterface({ input: output })) {
    if (line.startsWith("{")) return (JSON.parse(line) as { readonly pid: number }).pid;
  }
  throw new Error("LocalStack was not started");
}

/** The command lines of a process group. */
function programsOf(group: number): readonly string[] {
  const lines = execFileSync("ps", ["-eo", "pgid=,args="], { encoding: "utf8" }).split("\n");
  const begin = `${group} `;
  return lines.map((line) => line.trim()).filter((line) => line.startsWith(begin));
}
