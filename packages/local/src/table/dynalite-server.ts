import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { LOOPBACK } from "../account.ts";
import type { TableServer } from "./table-server.ts";

/** dynalite ships no types. */
type CreateDynalite = (options: {
  readonly path?: string;
  readonly createTableMs: number;
}) => Server;

/** Starts dynalite in this process: no PartiQL, no transactions, no old item of a failed condition, no TTL. */
export async function startDynalite(folder: string | undefined): Promise<TableServer> {
  // @ts-expect-error: dynalite ships no types.
  const { default: createDynalite } = (await import("dynalite")) as { default: CreateDynalite };
  const server = createDynalite({
    createTableMs: 0,
    ...(folder === undefined ? {} : { path: join(folder, "dynalite") }),
  });
  server.listen(0, LOOPBACK);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    emulator: "dynalite",
    endpoint: `http://${LOOPBACK}:${port}`,
    pid: undefined,
    stop: async () => {
      const closed = Promise.withResolvers<void>();
      // It answers null where Node answers undefined.
      server.close((error) => (error ? closed.reject(error) : closed.resolve()));
      server.closeAllConnections();
      await closed.promise;
    },
  };
}
