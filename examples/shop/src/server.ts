import { type ServerType, serve } from "@hono/node-server";
import { createClient } from "celeriac/client";
import { app } from "./app.ts";
import { createApi } from "./create-api.ts";

/** The server's process. One client for all requests; it is closed once the last one is answered. */
const client = createClient(app);
const port = Number(process.env["PORT"] ?? "8080");

const server: ServerType = serve(
  { fetch: createApi(client).fetch, hostname: "127.0.0.1", port },
  (address) => console.log(`http://127.0.0.1:${address.port}`),
);

process.once("SIGTERM", () => {
  server.close(() => void client.close());
});
