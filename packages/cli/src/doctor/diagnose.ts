import type { Case } from "./case.ts";
import { createExamination } from "./examination.ts";
import { examineBucket } from "./examine/examine-bucket.ts";
import { examineConsumers } from "./examine/examine-consumers.ts";
import { examineFunctions } from "./examine/examine-functions.ts";
import { examineQueues } from "./examine/examine-queues.ts";
import { examineSchedules } from "./examine/examine-schedules.ts";
import { examineTable } from "./examine/examine-table.ts";
import { examineWorkers } from "./examine/examine-workers.ts";
import type { Diagnosis } from "./finding.ts";

/** Compares a deployment with its topology. Pure: what was not read is `notChecked`, never healthy. */
export function diagnose(subject: Case): Diagnosis {
  const examination = createExamination();
  examineQueues(examination, subject);
  examineConsumers(examination, subject);
  examineFunctions(examination, subject);
  examineWorkers(examination, subject);
  examineTable(examination, subject);
  examineBucket(examination, subject);
  examineSchedules(examination, subject);
  return examination.diagnosis();
}
