import { createClient } from "celeriac/client";
import { describe, expect, it } from "vitest";
import { runCeleriac } from "../cli/celeriac-process.ts";
import { createProject, startDev } from "../cli/dev/dev-process.ts";
import { app, press, stamp } from "../cli/dev/project/src/app.ts";
import { endpointOf } from "./emulator-ports.ts";

describe("celeriac dev on a LocalStack that runs", () => {
  it("provisions the app there, runs its hosts here, and keeps what is there with --keep", async () => {
    const project = createProject();
    const endpoint = endpointOf("localstack");
    const words = ["--endpoint", endpoint];
    const dev = await startDev(project, [...words, "--keep"]);
    expect(dev.resources.endpoints?.sqs).toBe(endpoint);
    const client = createClient(app, { resources: dev.resources });
    const handles = await Promise.all([
      client.enqueue(stamp, { n: 1 }),
      client.enqueue(press, { n: 2 }),
    ]);
    const results = await Promise.all(handles.map((each) => each.result({ timeout: "40s" })));
    expect(results).toEqual([
      { n: 1, version: 0 },
      { n: 2, version: 0 },
    ]);
    await client.close();
    dev.signal("SIGINT");
    expect(await dev.ended).toEqual({ code: 0, signal: null });

    const asked = ["result", handles[0].taskId, "--json", ...words];
    const kept = await runCeleriac(asked, project);
    expect(JSON.parse(kept.out)).toMatchObject({ state: "SUCCESS" });

    const again = await startDev(project, words);
    again.signal("SIGINT");
    expect(await again.ended).toEqual({ code: 0, signal: null });
    expect((await runCeleriac(asked, project)).err).toMatch(/there are no queues of app "shop"/);
    project.remove();
  });
});
