import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROGRAM, runCeleriac } from "./celeriac-process.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

const directory = fileURLToPath(new URL("./operations", import.meta.url));
const TAB = "\t";
const CTRL_U = "\u0015";

/** A folder for `PATH` that holds the command, as an installation would. */
const installed = mkdtempSync(join(tmpdir(), "celeriac-bin-"));

describe("completion in bash", () => {
  let bash: Terminal;
  beforeAll(async () => {
    const command = join(installed, "celeriac");
    writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`);
    chmodSync(command, 0o755);
    bash = openTerminal("bash", ["--norc", "--noprofile", "-i"], {
      directory,
      environment: {
        ...process.env,
        PATH: `${installed}${delimiter}${process.env["PATH"]}`,
        PS1: "$ ",
        // What is typed for it shall be the only thing that is on the screen.
        INPUTRC: "/dev/null",
        HISTFILE: "/dev/null",
      },
      columns: 200,
    });
    await bash.until(/\$ $/);
    bash.type(`eval "$(celeriac completion bash)"; echo is""ready\r`);
    await bash.until(/isready\r\n/);
  });
  afterAll(() => {
    bash.kill();
    rmSync(installed, { recursive: true });
  });

  /** Types a line, presses Tab, and answers what stands there once the end of it is as wanted. */
  async function complete(typed: string, wanted: RegExp): Promise<void> {
    bash.type(CTRL_U + typed + TAB);
    await bash.until(wanted);
  }

  it("completes commands, and those within them", async () => {
    await complete("celeriac comple", /celeriac completion $/);
    await complete("celeriac dlq red", /celeriac dlq redrive $/);
  });

  it("completes options and their choices", async () => {
    await complete("celeriac dlq redrive parked --dr", /--dry-run $/);
    await complete("celeriac dlq list --reason worker", /worker-lost $/);
    await complete("celeriac dlq list --reason=worker", /--reason=worker-lost $/);
  });

  it("completes the app's tasks and queues", async () => {
    await complete("celeriac call --app app.ts la", /celeriac call --app app\.ts later $/);
    await complete("celeriac queues --app=app.ts par", /celeriac queues --app=app\.ts parked $/);
    await complete("celeriac dlq list --app app.ts --task=la", /--task=later $/);
  });

  it("completes files where files are meant", async () => {
    await complete("celeriac queues --app lamb", /--app lambda\.ts $/);
  });

  it("evaluates nothing that was typed", async () => {
    const trap = join(installed, "trapped");
    await complete(`celeriac call pay $(touch ${trap}) --del`, /--delay $/);
    expect(existsSync(trap)).toBe(false);
  });
});

describe("celeriac completion", () => {
  it.each(["bash", "zsh", "fish"])("has a script for %s", async (shell) => {
    const { out, err, code } = await runCeleriac(["completion", shell], { directory });
    expect({ err, code }).toEqual({ err: "", code: 0 });
    expect(out).toContain("complete");
  });

  it("suggests nothing where there is no app, and says nothing", async () => {
    const ended = await runCeleriac(["complete", "--", "call", ""], { directory: tmpdir() });
    expect(ended).toEqual({ out: ":words\n", err: "", code: 0 });
  });
});
