import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * The process that holds back each answer of the servers behind it, as a network would: bytes pass as they are, those
 * that come back so many ms later. `node delaying-proxy.ts <ms> <url>...`; it tells its own URLs, in their order.
 */
const [delay = "0", ...targets] = process.argv.slice(2);
const delayMs = Number(delay);

const servers = await Promise.all(targets.map((target) => startProxy(new URL(target))));
process.send?.(
  servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);

async function startProxy(target: URL): Promise<Server> {
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: Number(target.port), host: target.hostname, noDelay: true });
    near.on("data", (bytes) => far.write(bytes));
    // Timers of one length end in the order in which they were set.
    far.on("data", (bytes) => setTimeout(() => near.write(bytes), delayMs));
    endTogether(near, far);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function endTogether(near: Socket, far: Socket): void {
  near.on("error", () => far.destroy());
  far.on("error", () => near.destroy());
  near.on("close", () => far.destroy());
  // After the last bytes that are on their way.
  far.on("close", () => setTimeout(() => near.destroy(), delayMs));
}
