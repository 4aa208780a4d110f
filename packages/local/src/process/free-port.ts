import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { LOOPBACK } from "../account.ts";

/** A port that was free a moment ago, for programs that cannot tell which one they chose: another may still take it. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, LOOPBACK);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
