export {
  type AwsAtEndpoint,
  type AwsAtEndpointOptions,
  startAwsAtEndpoint,
} from "./aws-at-endpoint.ts";
export { startDevSystem } from "./dev/dev-system.ts";
export { type EmbeddedAws, startEmbeddedAws } from "./embedded-aws.ts";
export type { EmbeddedAwsOptions } from "./embedded-aws-options.ts";
export { type InstallPurpose, installCommand } from "./install/install-command.ts";
export { bundleFunctions } from "./lambda/bundle-functions.ts";
export type { LambdaFunctionSource } from "./lambda/lambda-function.ts";
export type { EmbeddedLogLine } from "./log.ts";
export {
  type ChildExit,
  type ChildKeeper,
  type ChildOptions,
  createChildKeeper,
  type KeptChild,
} from "./process/child-keeper.ts";
export { freePort } from "./process/free-port.ts";
export { resourcesAtEndpoint } from "./resources-at-endpoint.ts";
export type { EmbeddedSchedule } from "./scheduler/scheduler-server.ts";
export type { TableEmulator } from "./table/table-server.ts";
