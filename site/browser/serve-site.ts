import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
};

/** A built site on a free port of this machine, as a host of static files with clean URLs serves it. */
export interface ServedSite {
  readonly address: string;
  close(): void;
}

export async function serveSite(folder: string): Promise<ServedSite> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://site");
    const file = fileOf(folder, pathname);
    const type = TYPES[extname(file ?? ".html")] ?? "application/octet-stream";
    response.writeHead(file === undefined ? 404 : 200, { "content-type": type });
    response.end(readFileSync(file ?? join(folder, "404.html")));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function fileOf(folder: string, pathname: string): string | undefined {
  const path = join(folder, decodeURIComponent(pathname));
  return [path, `${path.replace(/\/$/, "")}.html`, join(path, "index.html")].find(
    (each) => existsSync(each) && statSync(each).isFile(),
  );
}
