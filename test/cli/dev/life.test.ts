import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createClient } from "celeriac/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCeleriac } from "../celeriac-process.ts";
import { createProject, type Project, startDev } from "./dev-process.ts";
import { app, bake, knead, stamp } from "./project/src/app.ts";

let project: Project;
beforeEach(() => {
  project = createProject();
});
afterEach(() => project.remove());

/** Every process, by its id and that of who started it; of those that have ended and are still listed, none. */
function processes(): readonly { readonly pid: number; readonly parent: number }[] {
  const listed = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" });
  return listed.split("\n").flatMap((line) => {
    const [pid, parent, state = "Z"] = line.trim().split(/\s+/);
    return state.startsWith("Z") ? [] : [{ pid: Number(pid), parent: Number(parent) }];
  });
}

/** Every process that was started by this one, or by one of those. */
function descendants(root: number): readonly number[] {
  const all = processes();
  const below = (of: number): readonly number[] =>
    all.filter(({ parent }) => parent === of).flatMap(({ pid }) => [pid, ...below(pid)]);
  return below(root);
}

function alive(pids: readonly number[]): readonly number[] {
  const all = processes();
  return pids.filter((each) => all.some(({ pid }) => pid === each));
}

describe("Ctrl-C", () => {
  it("lets what runs end, on both hosts, and leaves no process", async () => {
    const dev = await startDev(project);
    const client = createClient(app, { resources: dev.resources });
    const sent = await Promise.all([client.enqueue(bake), client.enqueue(knead)]);
    await dev.line(({ text }) => text === "baking");
    await dev.line(({ text }) => text === "kneading");
    const started = descendants(dev.pid);
    expect(started.length).toBeGreaterThan(3);
    dev.signal("SIGINT");
    expect(await dev.ended).toEqual({ code: 0, signal: null });
    const ended = dev.lines().filter(({ state }) => state === "SUCCESS");
    expect(ended.map(({ taskId }) => taskId).sort()).toEqual(
      sent.map(({ taskId }) => taskId).sort(),
    );
    expect(dev.lines().at(-1)).toEqual({ event: "stopped" });
    expect(alive(started)).toEqual([]);
    expect(existsSync(project.path(".celeriac/dev.json"))).toBe(false);
    await client.close();
  });

  it("pressed again ends everything at once", async () => {
    const dev = await startDev(project);
    const client = createClient(app, { resources: dev.resources });
    await client.enqueue(knead);
    await dev.line(({ text }) => text === "kneading");
    const started = descendants(dev.pid);
    dev.signal("SIGINT");
    await dev.line(({ event }) => event === "stopping");
    dev.signal("SIGINT");
    expect(await dev.ended).toEqual({ code: null, signal: "SIGINT" });
    await expect.poll(() => alive(started), { timeout: 10_000 }).toEqual([]);
    await client.close();
  });
});

describe("a celeriac dev that is killed", () => {
  it("leaves no process and no word of itself", async () => {
    const dev = await startDev(project);
    const started = descendants(dev.pid);
    dev.signal("SIGKILL");
    await dev.ended;
    await expect.poll(() => alive(started), { timeout: 10_000 }).toEqual([]);
    expect(existsSync(project.path(".celeriac/dev.json"))).toBe(false);
  });
});

describe("another process in the folder", () => {
  it("works with the system that runs, and may not start a second one", async () => {
    const dev = await startDev(project, ["--keep"]);
    const called = await runCeleriac(["call", "stamp", '{"n":7}', "--wait", "30s"], project);
    expect(called.code).toBe(0);
    expect(JSON.parse(called.out)).toEqual({ n: 7, version: 0 });
    const second = await runCeleriac(["dev"], project);
    expect(second.code).toBe(2);
    expect(second.err).toContain(`a celeriac dev runs in this folder already, process ${dev.pid}`);
    const client = createClient(app, { resources: dev.resources });
    const { taskId } = await client.enqueue(stamp, { n: 8 }, { delay: "1h" });
    const done = await client.enqueue(stamp, { n: 9 });
    await done.result({ timeout: "30s" });
    await client.close();
    dev.signal("SIGINT");
    await dev.ended;

    const again = await startDev(project, ["--keep"]);
    const kept = createClient(app, { resources: again.resources });
    expect(await kept.handle(stamp, done.taskId).outcome()).toMatchObject({ state: "SUCCESS" });
    await kept.handle(stamp, taskId).revoke();
    expect(await kept.handle(stamp, taskId).outcome()).toMatchObject({ state: "REVOKED" });
    await kept.close();
    again.signal("SIGINT");
    await again.ended;
    expect(readFileSync(project.path(".celeriac/.gitignore"), "utf8")).toBe("*\n");
  });
});

describe("a project whose code cannot run yet", () => {
  it("is brought up all the same, and its messages wait for code that can", async () => {
    project.save("src/lambda.ts", (text) => `${text}\nconst = 5;\n`);
    const dev = await startDev(project);
    await dev.line(({ event, kept }) => event === "build-failed" && kept === false);
    const client = createClient(app, { resources: dev.resources });
    const handle = await client.enqueue(stamp, { n: 3 });
    project.save("src/lambda.ts", (text) => text.replace("const = 5;", ""));
    expect(await handle.result({ timeout: "30s" })).toEqual({ n: 3, version: 0 });
    await client.close();
    dev.signal("SIGTERM");
    expect(await dev.ended).toEqual({ code: 0, signal: null });
  });
});
