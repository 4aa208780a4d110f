import { runWorker } from "celeriac/worker";
import { app } from "./app.ts";
import { handleCharge } from "./handlers/charge.ts";
import { handlePack } from "./handlers/pack.ts";
import { createPayments } from "./payments.ts";

/** The worker's process: SIGTERM drains it. */
await runWorker(app, [handleCharge(createPayments()), handlePack]);
