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
});
