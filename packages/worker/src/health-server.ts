import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { startEventLoopMonitor } from "./event-loop-monitor.ts";
import { type HealthVerdict, judgeLiveness, judgeReadiness } from "./health-judgement.ts";
import type { Worker } from "./worker.ts";

/** Where health is answered, and from when on it is bad. */
export interface HealthServerOptions {
  /** @defaultValue 0, any free port */
  readonly port?: number | undefined;
  /** `"0.0.0.0"` where a load balancer asks; a container's own health check needs the default only. @defaultValue "127.0.0.1" */
  readonly host?: string | undefined;
  /** @defaultValue 5000 */
  readonly lagLimitMs?: number | undefined;
  /** @defaultValue 90000 */
  readonly pollLimitMs?: number | undefined;
  /** Measures the event loop's lag, ms. @defaultValue the measured one */
  readonly lagMs?: (() => number) | undefined;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

const LAG_LIMIT_MS = 5000;
const POLL_LIMIT_MS = 90_000;

/**
 * Answers `GET /healthz` (200 while the worker is worth keeping: its event loop turns, and polls succeed or all slots
 * are busy) and `GET /readyz` (200 once every queue has been polled, until the worker drains); 503 otherwise. Both say
 * why, as JSON.
 * @throws {Error} Node's own, when the port is taken.
 */
export async function startHealthServer(
  worker: Pick<Worker, "health">,
  options: HealthServerOptions = {},
): Promise<HealthServer> {
  const { lagLimitMs = LAG_LIMIT_MS, pollLimitMs = POLL_LIMIT_MS } = options;
  const monitor = startEventLoopMonitor();
  const lag = options.lagMs ?? monitor.lagMs;

  const routes: Readonly<Record<string, (response: ServerResponse) => void>> = {
    "/healthz": (response) => {
      const health = worker.health();
      const lagMs = lag();
      const verdict = judgeLiveness(health, lagMs, { lagLimitMs, pollLimitMs });
      answer(response, verdict, { ...health, eventLoopLagMs: Math.round(lagMs) });
    },
    "/readyz": (response) => {
      const health = worker.health();
      answer(response, judgeReadiness(health), { ...health });
    },
  };

  const server = createServer((request, response) => {
    // Not parsed as a URL: "//" is a path that whoever reaches the port may ask for, and no URL.
    const [path = ""] = (request.url ?? "").split("?");
    const route = routes[path];
    if (request.method !== "GET" || route === undefined) {
      send(response, 404, { error: "ask with GET for /healthz or /readyz" });
      return;
    }
    route(response);
  });
  await listen(server, options.port ?? 0, options.host ?? "127.0.0.1");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      monitor.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(response: ServerResponse, verdict: HealthVerdict, report: object): void {
  send(response, verdict.ok ? 200 : 503, { ...verdict, ...report });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(`${JSON.stringify(body)}\n`);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.removeListener("error", reject);
      resolve();
    });
  });
}
