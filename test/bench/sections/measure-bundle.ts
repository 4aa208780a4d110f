import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bundled, bundled } from "../bundle/bundled.ts";
import { ENTRIES } from "../bundle/entries.ts";
import type { Measurement } from "../report/measurement.ts";
import { spreadOf } from "../report/spread.ts";
import { runChild } from "../run-child.ts";
import { type Plan, tasksOf } from "./plan.ts";

const CHILD = new URL("../bundle/import-files.ts", import.meta.url);
const IMPORTS = 20;

/** Sizes of bundles, and how long fresh processes take to import them, taking turns. */
export async function measureBundle(plan: Plan): Promise<readonly Measurement[]> {
  plan.say("bundles and their imports");
  const folder = await mkdtemp(join(tmpdir(), "celeriac-bench-"));
  try {
    const made: { readonly name: string; readonly bundle: Bundled; readonly ms: number[] }[] = [];
    for (const [name, { source, alsoLoaded }] of Object.entries(ENTRIES)) {
      made.push({ name, bundle: await bundled(join(folder, name), source, alsoLoaded), ms: [] });
    }
    const imports = Math.min(IMPORTS, tasksOf(plan, IMPORTS * 100));
    for (let n = -1; n < imports; n += 1) {
      for (const { bundle, ms } of made) {
        const took = await runChild<number>(CHILD, bundle.files, SMALLEST);
        if (n >= 0) ms.push(took);
      }
    }
    return made.map(({ name, bundle, ms }) => ({
      section: "bundle",
      id: `bundle.${name}`,
      what: ENTRIES[name as keyof typeof ENTRIES].what,
      figures: { "KB gzipped": spreadOf([bundle.kilobytes]), "import ms": spreadOf(ms) },
    }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the smallest consumer reads at its start; nothing of it is called. */
const SMALLEST = {
  CELERIAC_RESOURCES: JSON.stringify({
    app: "smallest",
    region: "us-east-1",
    queues: Object.fromEntries(
      ["default", "default-dlq"].map((name) => [
        name,
        {
          url: `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`,
          arn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
        },
      ]),
    ),
    table: "smallest",
    bucket: "smallest",
    schedules: { group: "smallest", roleArn: "arn:aws:iam::000000000000:role/smallest" },
  }),
};
