import { handle } from "celeriac";
import { runWorker } from "celeriac/worker";
import { app, failingFirst, recorded, telling, unrecorded } from "./soak-app.ts";

/** A worker that measures itself: after every `SOAK_SAMPLE_EVERY` tasks it writes what is left after a full collection. */
const every = Number(process.env["SOAK_SAMPLE_EVERY"]);
const collect = globalThis.gc;
if (collect === undefined) throw new Error("the soak's worker needs node --expose-gc");
let done = 0;

const count = (): void => {
  done += 1;
  if (done % every !== 0) return;
  // The second one takes what the first one's finalizers have let go of.
  collect();
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.stdout.write(`${JSON.stringify({ done, heapUsed, external, rss })}\n`);
};

await runWorker(app, [
  handle(recorded, ({ n }) => {
    count();
    return { n };
  }),
  handle(unrecorded, () => count()),
  handle(failingFirst, (_input, { attempt }) => {
    if (attempt === 1) throw new TypeError("the first attempt");
    count();
  }),
  handle(telling, ({ n }, context) => {
    context.progress({ n });
    count();
    return { n };
  }),
]);
