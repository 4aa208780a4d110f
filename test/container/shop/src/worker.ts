import { runWorker } from "celeriac/worker";
import { app } from "./app.ts";
import { handlers } from "./handlers.ts";

await runWorker(app, handlers);
