/** What each role of a deployment may do: for tests that hold every call against it. No part of SST's is loaded. */
export type { Arns } from "./access/arns.ts";
export { consumerStatements } from "./access/consumer-statements.ts";
export { operatorStatements } from "./access/operator-statements.ts";
export { toPolicyDocument } from "./access/policy-document.ts";
export { producerStatements } from "./access/producer-statements.ts";
export { schedulerStatements } from "./access/scheduler-statements.ts";
export type { Statement } from "./access/statement.ts";
export { workerHostStatements } from "./access/worker-host-statements.ts";
