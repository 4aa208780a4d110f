import { fileURLToPath } from "node:url";
import { createClient } from "celeriac/client";
import { startEmbeddedAws } from "celeriac/local";
import { app, greet } from "./app.ts";

const entry = fileURLToPath(import.meta.resolve("./lambda.ts"));
const aws = await startEmbeddedAws(app, { functions: { default: { entry } } });
const client = createClient(app, { resources: aws.resources });

const handle = await client.enqueue(greet, { name: "Ishmael" });
console.log((await handle.result({ timeout: "10s" })).greeting);

await client.close();
await aws.stop();
