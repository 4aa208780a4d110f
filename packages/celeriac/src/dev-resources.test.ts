import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findResources } from "./environment.ts";

const RESOURCES = {
  app: "shop",
  region: "us-east-1",
  queues: { default: { url: "http://127.0.0.1/q", arn: "arn:aws:sqs:us-east-1:1:q" } },
  table: "tasks",
  bucket: "payloads",
  schedules: { group: "shop", roleArn: "arn:aws:iam::1:role/r" },
};
const LINK = JSON.stringify({ ...RESOURCES, kind: "celeriac-resources", table: "linked" });

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "celeriac-dev-file-")));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

/** As if this process had been started in a folder of `root`. */
function standIn(folder: string): string {
  const path = join(root, folder);
  mkdirSync(path, { recursive: true });
  vi.spyOn(process, "cwd").mockReturnValue(path);
  return path;
}

function writeDevFile(folder: string, changes: object = {}): void {
  mkdirSync(join(root, folder, ".celeriac"), { recursive: true });
  const environment = { CELERIAC_RESOURCES: JSON.stringify({ ...RESOURCES, ...changes }) };
  const file = { pid: process.pid, app: "shop", environment, ...changes };
  writeFileSync(join(root, folder, ".celeriac/dev.json"), JSON.stringify(file));
}

const find = (environment: Record<string, string> = {}, app = "shop"): string =>
  findResources(app, { environment }).table;

describe("a celeriac dev that runs here is found", () => {
  it("in this folder or in one above it", () => {
    writeDevFile("project");
    standIn("project");
    expect(find()).toBe("tasks");
    standIn("project/packages/api");
    expect(find()).toBe("tasks");
  });

  it("past one nearer that is of another app", () => {
    writeDevFile("project");
    writeDevFile("project/mail", { app: "mail", table: "letters" });
    standIn("project/mail");
    expect(find()).toBe("tasks");
    expect(find({}, "mail")).toBe("letters");
  });

  it("after the variable and after SST's links", () => {
    writeDevFile("project");
    standIn("project");
    const told = JSON.stringify({ ...RESOURCES, table: "told" });
    expect(find({ CELERIAC_RESOURCES: told, SST_RESOURCE_Tasks: LINK })).toBe("told");
    expect(find({ SST_RESOURCE_Tasks: LINK })).toBe("linked");
  });
});

describe("a celeriac dev is passed over", () => {
  it.each([
    { NODE_ENV: "production" },
    { AWS_LAMBDA_FUNCTION_NAME: "f" },
    { ECS_AGENT_URI: "http://169.254.170.2" },
  ])("with %o", (environment) => {
    writeDevFile("project");
    standIn("project");
    expect(() => find(environment)).toThrow(/run celeriac dev in this folder or one above/);
  });

  it("when its process is gone", async () => {
    const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
    await once(child, "exit");
    writeDevFile("project", { pid: child.pid });
    standIn("project");
    expect(() => find()).toThrow(/CELERIAC_RESOURCES is not set/);
  });

  it("when its file is half written, or was never there", () => {
    const folder = standIn("project");
    expect(() => find()).toThrow(/CELERIAC_RESOURCES is not set/);
    mkdirSync(join(folder, ".celeriac"));
    writeFileSync(join(folder, ".celeriac/dev.json"), '{"pid": 1');
    expect(() => find()).toThrow(/CELERIAC_RESOURCES is not set/);
  });
});
