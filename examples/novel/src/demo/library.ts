import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Glossary } from "../text/glossary.ts";

/** The outside world: a service that tasks depend on, and that is not always well. */
export interface Library {
  readonly editionsUrl: string;
  readonly glossaryUrl: string;
  /** The idempotency keys of all registrations that were tried, in order. */
  readonly registrations: readonly string[];
  /** Puts the glossary where there was none. */
  publish(glossary: Glossary): void;
  close(): Promise<void>;
}

/** Starts a library on the loopback address that is out of order for the first registrations and has no glossary. */
export async function startLibrary(outages: number): Promise<Library> {
  const registrations: string[] = [];
  let glossary: Glossary | undefined;

  const register = (request: IncomingMessage, response: ServerResponse): void => {
    request.resume();
    registrations.push(String(request.headers["idempotency-key"]));
    if (registrations.length <= outages) answer(response, 503, { trouble: "stocktaking" });
    else answer(response, 201, { shelfmark: "PS2384.M6" });
  };
  const server = createServer((request, response) => {
    if (request.method === "POST" && request.url === "/editions") register(request, response);
    else if (request.url === "/glossary" && glossary !== undefined) answer(response, 200, glossary);
    else answer(response, 404, { trouble: "not found" });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    editionsUrl: `${origin}/editions`,
    glossaryUrl: `${origin}/glossary`,
    registrations,
    publish: (published) => {
      glossary = published;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
