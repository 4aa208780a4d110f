import { describe, expect, it } from "vitest";
import { runCommand } from "./command-harness.ts";

describe("the celeriac command", () => {
  it("shows its help when it is asked for, and ends well", async () => {
    const { out, err, exitCode } = await runCommand(["--help"]);
    expect({ err, exitCode }).toEqual({ err: "", exitCode: 0 });
    expect(out).toMatch(/^Usage: celeriac/);
    expect(out).toMatch(/Exit codes:\n +0 .*\n +1 .*\n +2 /);
  });

  it("says what is wrong with an option, and ends with 2", async () => {
    const { out, err, exitCode } = await runCommand(["--hlep"]);
    expect({ out, exitCode }).toEqual({ out: "", exitCode: 2 });
    expect(err).toContain("error: unknown option '--hlep'\n(Did you mean --help?)");
  });

  it("tells what nobody foresaw in one line too, and ends with 1", async () => {
    const app = { kind: "app", name: "odd", tasks: 7, queues: 7, searchableTags: [] };
    const { out, err, exitCode } = await runCommand(["cost", "--app", "program.ts"], { app });
    expect({ out, exitCode }).toEqual({ out: "", exitCode: 1 });
    expect(err).toMatch(/^error: TypeError: .*\n$/);
  });

  it("has examples and --json on every command", async () => {
    const { out } = await runCommand(["--help"]);
    const [, list = ""] = /Commands:\n((?: +.*\n)+)/.exec(out) ?? [];
    const names = [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name = ""]) => name);
    expect(names).toContain("cost");
    for (const name of names.filter((each) => each !== "help")) {
      const { out: help } = await runCommand([name, "--help"]);
      expect(help).toMatch(/^ +--json +/m);
      expect(help).toMatch(/^Examples:\n +celeriac /m);
    }
  });
});
