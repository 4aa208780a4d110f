import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROGRAM, runCeleriac } from "../celeriac-process.ts";
import { openTerminal, type Terminal } from "../terminal.ts";
import { createProject, type Project } from "./dev-process.ts";

let project: Project;
let terminal: Terminal;
beforeEach(() => {
  project = createProject();
  terminal = openTerminal(process.execPath, [PROGRAM, "dev"], { directory: project.directory });
});
afterEach(() => {
  terminal.kill();
  project.remove();
});

const GREEN = "\u001b[32m";
const RED = "\u001b[31m";

describe("celeriac dev in a terminal", () => {
  it("shows where everything is, each task in colour, and ends by Ctrl-C", async () => {
    await terminal.until(/shop.* runs on this machine; Ctrl-C ends it\./);
    await terminal.until(/default +lambda +src\/lambda\.ts\s+studio +worker +src\/worker\.ts/);
    await terminal.until(/sweep +rate\(1 hour\) +next /);
    await terminal.until(/SQS +http:\/\/127\.0\.0\.1:\d+/);
    await terminal.until(/--env-file=\S+\/\.celeriac\/dev\.env/);
    await runCeleriac(["call", "stamp", '{"n":1}', "--wait"], project);
    const [success] = await terminal.until(/stamp +\S+ .*success.*attempt 1/);
    expect(success).toContain(GREEN);
    await runCeleriac(["call", "spoil", "--wait"], project);
    const [failure] = await terminal.until(/spoil +\S+ .*failure[\s\S]*TypeError: spoiled/);
    expect(failure).toContain(RED);
    await terminal.until(/at run \(src\/lambda\.ts:\d+:\d+\)/);
    terminal.type("\x03");
    await terminal.until(/Ending: what runs may end first; Ctrl-C again ends it at once\./);
    await terminal.until(/Stopped\./);
    expect(await terminal.ended).toBe(0);
  });

  it("shows what cannot run, and what ran on, and ends at once by a second Ctrl-C", async () => {
    await terminal.until(/runs on this machine/);
    project.save("src/worker.ts", (text) => `${text}\nconst = 5;\n`);
    await terminal.until(/The code as saved cannot run; what ran before goes on\./);
    await terminal.until(/Expected identifier but found "="/);
    await runCeleriac(["call", "knead"], project);
    await terminal.until(/worker \|.* kneading/);
    terminal.type("\x03");
    await terminal.until(/Ending/);
    terminal.type("\x03");
    expect(await terminal.ended).toBe(130);
  });
});
