import { createChecks } from "./demo/checks.ts";
import { runDemo } from "./demo/run-demo.ts";

/** Far more than it takes: a demo that hangs must end, and say so. */
const LONGEST_MS = 180_000;

const checks = createChecks();
const told = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => told.abort(new Error(`told to stop by ${signal}`)));
}
const tooLong = new AbortController();
const timer = setTimeout(() => {
  tooLong.abort(new Error(`the demo has not ended within ${LONGEST_MS / 1000} s`));
}, LONGEST_MS);

try {
  await runDemo(checks, AbortSignal.any([told.signal, tooLong.signal]));
} catch (error) {
  if (checks.all.every(({ held }) => held)) console.error(error);
  process.exitCode = told.signal.aborted ? 130 : 1;
} finally {
  clearTimeout(timer);
}

const failed = checks.all.filter(({ held }) => !held);
for (const { statement } of failed) console.error(`NOT AS SAID: ${statement}`);
if (failed.length > 0) process.exitCode ??= 1;
else if (process.exitCode === undefined) {
  console.log(`Everything was as said: ${checks.all.length} checks.`);
}
