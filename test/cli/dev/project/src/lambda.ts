import { setTimeout } from "node:timers/promises";
import { handle } from "celeriac";
import { createLambdaHandler } from "celeriac/lambda";
import { app, bake, spoil, stamp } from "./app.ts";

const VERSION = 0;

export const handler = createLambdaHandler(app, [
  handle(stamp, async ({ n }) => {
    await setTimeout(100);
    return { n, version: VERSION };
  }),
  handle(spoil, () => {
    console.log("about to spoil");
    throw new TypeError("spoiled");
  }),
  handle(bake, async () => {
    console.log("baking");
    await setTimeout(500);
  }),
]);
