import { afterEach, describe, expect, it } from "vitest";
import { type HealthServer, type HealthServerOptions, startHealthServer } from "./health-server.ts";
import type { WorkerHealth } from "./worker.ts";

const opened: HealthServer[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

const running: WorkerHealth = {
  state: "running",
  queues: [
    {
      queue: "default",
      slots: 10,
      running: 3,
      lastPollAgoMs: 50,
      overdueMs: 50,
      trouble: undefined,
    },
  ],
};

async function start(health: WorkerHealth, options: HealthServerOptions = {}): Promise<string> {
  const server = await startHealthServer({ health: () => health }, { lagMs: () => 3, ...options });
  opened.push(server);
  return `http://127.0.0.1:${server.port}`;
}

describe("health is answered over HTTP", () => {
  it("with 200 and what is known, while all is well", async () => {
    const url = await start(running);
    const response = await fetch(`${url}/healthz`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toEqual({
      ok: true,
      reasons: [],
      state: "running",
      queues: [{ queue: "default", slots: 10, running: 3, lastPollAgoMs: 50, overdueMs: 50 }],
      eventLoopLagMs: 3,
    });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it("with 503 and the reason, when the event loop lags", async () => {
    const url = await start(running, { lagMs: () => 5000 });
    const response = await fetch(`${url}/healthz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      ok: false,
      reasons: [/lags by 5000 ms/].map((pattern) => expect.stringMatching(pattern)),
    });
  });

  it("with 503 and the reason, when no poll succeeds", async () => {
    const [queue] = running.queues;
    const failing = { ...running, queues: queue ? [{ ...queue, overdueMs: 90_000 }] : [] };
    const response = await fetch(`${await start(failing)}/healthz`);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain("no poll of queue");
  });

  it("as alive but not ready, while it drains", async () => {
    const url = await start({ ...running, state: "draining" });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ reasons: ["the worker is draining"] });
  });

  it("with 404 for all else", async () => {
    const url = await start(running);
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
    expect((await fetch(`${url}//`)).status).toBe(404);
    expect((await fetch(`${url}/healthz`, { method: "POST" })).status).toBe(404);
  });

  it("by the measured lag, unless told otherwise", async () => {
    const server = await startHealthServer({ health: () => running });
    opened.push(server);
    const response = await fetch(`http://127.0.0.1:${server.port}/healthz`);
    expect(await response.json()).toMatchObject({ eventLoopLagMs: expect.any(Number) });
  });

  it("not at all when the port is taken", async () => {
    const url = new URL(await start(running));
    await expect(start(running, { port: Number(url.port) })).rejects.toThrow("EADDRINUSE");
  });
});
