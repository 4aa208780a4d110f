import { MOST_KB_PER_THOUSAND, runSoak } from "./run-soak.ts";

/** The soak: `npm run soak [-- tasks]`; 100,000 tasks through one worker, whose memory must stay flat. */
const tasks = Number(process.argv[2] ?? 100_000);

const { samples, slopeKbPerThousand, tasksPerSecond, exit } = await runSoak(tasks);
for (const { done, heapUsed, external, rss } of samples) {
  const mb = (bytes: number): string => (bytes / 1_048_576).toFixed(2);
  console.log(`${done}: heap ${mb(heapUsed)} MB, external ${mb(external)} MB, rss ${mb(rss)} MB`);
}
console.log(
  `${tasks} tasks, ${tasksPerSecond} a second: ${slopeKbPerThousand.toFixed(2)} KB for each 1,000 tasks`,
);
const flat = slopeKbPerThousand < MOST_KB_PER_THOUSAND && exit === 0;
if (!flat)
  console.log(`expected less than ${MOST_KB_PER_THOUSAND} KB and exit 0, got exit ${exit}`);
process.exitCode = flat ? 0 : 1;
