/** A process that runs one delivery for a worker, in tests: what its engine does with it, the environment says. */
import { systemClock } from "@celeriac/aws";
import { isIsolated, runIsolated } from "@celeriac/worker";

const mode = process.env["MODE"];
// As an entry that cannot be started beside itself, its port being taken.
if (mode === "unready") process.exit(3);
if (!isIsolated(process.env)) process.exit(4);

await runIsolated(
  {
    deliver: async ({ queue, message, shutdown }) => {
      if (mode === "killed") process.kill(process.pid, "SIGKILL");
      if (mode === "waits") {
        await new Promise<void>((resolve) => {
          shutdown?.addEventListener("abort", () => resolve());
        });
        return { acknowledge: false, result: "snoozed" };
      }
      return { acknowledge: true, result: "succeeded", taskId: `${queue} ${message.body}` };
    },
  },
  systemClock(),
  async () => undefined,
);
