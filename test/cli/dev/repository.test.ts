import { mkdirSync, renameSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runCeleriac } from "../celeriac-process.ts";
import { createProject, type Project, startDev } from "./dev-process.ts";

let project: Project;
beforeEach(() => {
  project = createProject();
});
afterEach(() => project.remove());

it("an app in a repository of many packages runs by what is installed for it", async () => {
  mkdirSync(project.path("packages/shop"), { recursive: true });
  for (const name of ["src", "node_modules"]) {
    renameSync(project.path(name), project.path(`packages/shop/${name}`));
  }
  const dev = await startDev(project, ["--app", "packages/shop/src/app.ts"]);
  const words = ["call", "sweep", "--app", "packages/shop/src/app.ts", "--wait"];
  expect(await runCeleriac(words, project)).toMatchObject({ code: 0 });
  dev.signal("SIGINT");
  expect(await dev.ended).toEqual({ code: 0, signal: null });
});
