export { type EmbeddedAws, startEmbeddedAws } from "./embedded-aws.ts";
export type { EmbeddedAwsOptions } from "./embedded-aws-options.ts";
export type { LambdaFunctionSource } from "./lambda/lambda-function.ts";
export type { EmbeddedLogLine } from "./log.ts";
export type { EmbeddedSchedule } from "./scheduler/scheduler-server.ts";
export type { TableEmulator } from "./table/table-server.ts";
