import { setTimeout } from "node:timers/promises";
import { handle } from "celeriac";
import { runWorker } from "celeriac/worker";
import { app, crush, knead, press } from "./app.ts";

const VERSION = 0;

await runWorker(app, [
  handle(press, async ({ n }) => {
    await setTimeout(100);
    return { n, version: VERSION };
  }),
  handle(crush, () => process.exit(7)),
  handle(knead, async () => {
    console.log("kneading");
    await setTimeout(500);
  }),
]);
