import { describe, expect, it } from "vitest";
import { runCommand } from "./command-harness.ts";

/** The commands that a help lists, but for the help itself. */
function commandsIn(help: string): readonly string[] {
  const lists = help.matchAll(/^[A-Z][\w ]+:\n((?: {2,}\S.*\n)+)/gm);
  const names = [...lists]
    .filter(([heading]) => !/^(Options|Examples|Exit codes|Arguments):/.test(heading))
    .flatMap(([, list = ""]) => [...list.matchAll(/^ {2}([\w-]+)/gm)].map(([, name = ""]) => name));
  return names.filter((name) => name !== "help");
}

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
    const names = commandsIn(out);
    expect(names).toContain("cost");
    const { out: dlq } = await runCommand(["dlq", "--help"]);
    const deeper = commandsIn(dlq).map((name) => `dlq ${name}`);
    expect(deeper).toContain("dlq redrive");
    const leaves = [...names.filter((name) => name !== "dlq"), ...deeper];
    // What a worker writes is JSON already.
    for (const name of leaves.filter((each) => !/^(completion|worker)$/.test(each))) {
      const { out: help } = await runCommand([...name.split(" "), "--help"]);
      expect(help).toMatch(/^ +--json +/m);
      expect(help).toMatch(/^Examples:\n.*celeriac /m);
    }
  });
});
