import type { DeployedWorker, FargateConsumer, QueueResource } from "@celeriac/core";
import type { Case } from "../case.ts";
import { WORKER_CHECKS, WORKERS_CHECKS } from "../checks/worker-checks.ts";
import type { Examination } from "../examination.ts";
import { queueSubject } from "./examine-queues.ts";

/** The services that consume the queues of workers, in the cluster that was named. */
export function examineWorkers(examination: Examination, subject: Case): void {
  for (const { name, consumer } of subject.topology.queues) {
    if (consumer.kind === "fargate") examineQueue(examination, subject, name, consumer);
  }
}

function examineQueue(
  examination: Examination,
  { deployment, resources, cluster }: Case,
  queue: QueueResource["name"],
  consumer: FargateConsumer,
): void {
  const named = queueSubject("queue", queue, resources.queues[queue]);
  const reading = deployment.workers;
  if (reading.kind === "unread") {
    examination.skip(named, [...WORKERS_CHECKS, ...WORKER_CHECKS], reading.why);
    return;
  }
  const services = reading.kind === "found" ? reading.value : [];
  const workers = services.filter((worker) => consumes(worker, queue));
  examination.judge(named, WORKERS_CHECKS, { queue, workers });
  for (const worker of workers) {
    const service = { kind: "worker", name: queue, location: worker.service } as const;
    examination.judge(service, WORKER_CHECKS, { worker, consumer, cluster: cluster ?? "" });
  }
}

function consumes({ queues }: DeployedWorker, queue: string): boolean {
  return queues?.includes(queue) ?? false;
}
