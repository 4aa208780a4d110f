import { runWorker } from "celeriac/worker";
import { app } from "../app.ts";
import { handlersOf } from "./handlers.ts";

await runWorker(app, handlersOf("worker"));
