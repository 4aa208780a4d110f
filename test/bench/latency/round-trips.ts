import { parseResources } from "@celeriac/core";
import { createClient } from "celeriac/client";
import { app, tracked } from "../noop-app.ts";
import { percentileOf } from "../report/spread.ts";

/** The process that enqueues and awaits results, one after the other: `round-trips.ts <count>`. */
const WARM_UPS = 50;

const count = Number(process.argv[2] ?? 500);
const resources = parseResources(process.env["CELERIAC_RESOURCES"] ?? "");
const client = createClient(app, { resources });
const took: number[] = [];
for (let n = -WARM_UPS; n < count; n += 1) {
  const began = performance.now();
  const handle = await client.enqueue(tracked, { n });
  await handle.result();
  if (n >= 0) took.push(performance.now() - began);
}
process.send?.({
  "p50 ms": percentileOf(took, 50),
  "p95 ms": percentileOf(took, 95),
  "p99 ms": percentileOf(took, 99),
});
process.exit(0);
