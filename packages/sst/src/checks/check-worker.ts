import type { App, OptionChecks } from "@celeriac/core";
import { checkWorkerImage } from "../image/check-worker-image.ts";

const OPTIONS = [
  ...["entry", "image", "architecture", "link", "permissions"],
  ...["environment", "dev"],
] as const;
const ARCHITECTURES = ["arm64", "x86_64"] as const;

/** Whether every fargate queue has a worker, and what is said of it fits the queues and the files. */
export function checkWorker(worker: unknown, app: App, root: string, checks: OptionChecks): void {
  const queues = [...app.queues.values()].filter((queue) => queue.kind === "fargate");
  const names = queues.map(({ name }) => JSON.stringify(name)).join(", ");
  if (worker === undefined) {
    if (queues.length === 0) return;
    checks.say(
      `nobody consumes the fargate queues ${names} of app "${app.name}": add worker: { entry: "src/worker.ts" }, ` +
        "the file that calls runWorker",
    );
    return;
  }
  if (queues.length === 0) {
    checks.say(
      `there is a worker, and app "${app.name}" has no fargate queue: take it away, or define one, as in queues: { video: fargate() }`,
    );
  }
  if (!checks.object("worker", worker)) return;
  checks.known(worker, OPTIONS, "worker.");
  checks.choice("worker.architecture", worker["architecture"], ARCHITECTURES);
  checkWorkerImage(worker, root, checks);
}
