export type { HostedEngine } from "./hosted-engine.ts";
export type { LambdaLogger } from "./lambda-logger.ts";
export { powertoolsLogger } from "./powertools-logger.ts";
export { createSqsHandler, type SqsHandler, type SqsHandlerOptions } from "./sqs-handler.ts";
