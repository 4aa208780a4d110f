export { type AwsPorts, type AwsPortsOptions, createAwsPorts } from "./aws-ports.ts";
export type { CallName, CallPolicies, CallPolicy } from "./call/call-policy.ts";
export { createEffectGuard } from "./effects/effect-guard.ts";
export {
  createDeploymentReader,
  type DeploymentReaderOptions,
} from "./inspect/deployment-reader.ts";
export { READ_ACTIONS } from "./inspect/read-action.ts";
export { systemClock } from "./node/system-clock.ts";
export { systemRandom } from "./node/system-random.ts";
export { type AwsQueueOperator, createQueueOperator } from "./operate/queue-operator.ts";
