import { runChaos } from "./run-chaos.ts";

/**
 * One chaos run by hand: `node test/chaos/run.ts [seed] [tasks] [seconds of faults] [seconds of calm]`. The seed repeats the faults and the tasks,
 * not how the processes interleave.
 */
const given = process.argv.slice(2).map(Number);
const [seed = Math.floor(Math.random() * 1_000_000), tasks = 2400, seconds = 45, calm = 240] =
  given;
console.log(`chaos: seed ${seed}, ${tasks} tasks, ${seconds} s of faults`);
const { violations, report } = await runChaos({
  seed,
  tasks,
  lengthMs: seconds * 1000,
  calmMs: calm * 1000,
  onStarted: (processIds) => console.log(`processes: ${processIds.join(" ")}`),
});
console.log(JSON.stringify(report, undefined, 2));
for (const violation of violations) console.log(violation);
console.log(`${violations.length} broken promises`);
process.exitCode = violations.length === 0 ? 0 : 1;
