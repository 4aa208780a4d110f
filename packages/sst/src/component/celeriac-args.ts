import type { App } from "@celeriac/core";
import type { AlarmOptions } from "../alarms/alarm-options.ts";
import type { LogRetention } from "../settings/log-retention.ts";
import type { TableChoices } from "../settings/table-settings.ts";
import type { Transforms } from "./transforms.ts";

type FunctionArgs = sst.aws.FunctionArgs;
type ServiceArgs = sst.aws.ServiceArgs;
type ClusterArgs = sst.aws.ClusterArgs;

export interface CeleriacArgs {
  /** What `defineApp` made. Queues, limits, schedules and tasks are taken from it. */
  readonly app: App;
  /**
   * The handler of the functions that consume the app's lambda queues, `"src/lambda.handler"`, or more about them.
   * Needed when the app has a lambda queue.
   */
  readonly consumer?: string | ConsumerArgs;
  /** The entry of the workers that consume the app's fargate queues. Needed when the app has a fargate queue. */
  readonly worker?: WorkerArgs;
  /**
   * Where the workers run. @defaultValue a VPC of their own: two public subnets, no NAT gateway, nothing let in; a worker
   * has a public address, since it reaches AWS's services by it
   */
  readonly vpc?: ClusterArgs["vpc"];
  /** Alarms, and whom they tell. `false`: none. @defaultValue all of them, in CloudWatch alone */
  readonly alarms?: boolean | AlarmOptions<$util.Input<string>>;
  /** A CloudWatch dashboard of queues, consumers and table. @defaultValue true */
  readonly dashboard?: boolean;
  /** The table of task records. @defaultValue no recovery to a point in time; protected unless the stage is removed whole */
  readonly table?: Partial<TableChoices>;
  /** How long functions' and workers' logs are kept. @defaultValue "1 month" */
  readonly logRetention?: LogRetention;
  /** Changes any resource just before it is made. */
  readonly transform?: Transforms;
}

export interface ConsumerArgs {
  /** Path and export of the handler, from the project's root: `"src/lambda.handler"`. */
  readonly handler: string;
  /**
   * One function for all lambda queues, with the largest memory and timeout among them. Its role may receive from each of
   * them, and one queue's burst takes concurrency from the others. @defaultValue false: a function for each queue
   */
  readonly shared?: boolean;
  /** The functions' processor. @defaultValue "arm64": a fifth cheaper */
  readonly architecture?: "arm64" | "x86_64";
  /** Other resources that the handlers use. */
  readonly link?: FunctionArgs["link"];
  /** What else the handlers may do, as SST's functions have it. */
  readonly permissions?: FunctionArgs["permissions"];
  /** Variables of the environment. */
  readonly environment?: Readonly<Record<string, $util.Input<string>>>;
  /** For handlers that reach into a VPC; it needs a NAT gateway, or endpoints for SQS, DynamoDB and S3. */
  readonly vpc?: FunctionArgs["vpc"];
  /** How the bundle is made, over Celeriac's own settings: native packages in `install`, for one. */
  readonly nodejs?: FunctionArgs["nodejs"];
}

export interface WorkerArgs {
  /** The file that calls `runWorker`, from the project's root: `"src/worker.ts"`. */
  readonly entry: string;
  /** An image that lies in a registry, or how to build one. @defaultValue built by Celeriac's Dockerfile from the root */
  readonly image?: string | WorkerImageArgs;
  /** The workers' processor. @defaultValue "arm64": a fifth cheaper. Spot has it too */
  readonly architecture?: "arm64" | "x86_64";
  /** Other resources that the handlers use. */
  readonly link?: ServiceArgs["link"];
  /** What else the handlers may do, as SST's services have it. */
  readonly permissions?: ServiceArgs["permissions"];
  /** Variables of the environment. */
  readonly environment?: Readonly<Record<string, $util.Input<string>>>;
  /** How `sst dev` runs it on this machine. @defaultValue `node <entry>`, started with the session */
  readonly dev?: ServiceArgs["dev"];
}

export interface WorkerImageArgs {
  /** The folder that the build sees, from the project's root. @defaultValue "." */
  readonly context?: string;
  /** The Dockerfile, from `context`. @defaultValue Celeriac's own */
  readonly dockerfile?: string;
  /** Build arguments. */
  readonly args?: Readonly<Record<string, string>>;
  /** Build secrets, by id: `NPMRC` is npm's configuration, for a private registry. No layer of the image holds them. */
  readonly secrets?: Readonly<Record<string, $util.Input<string>>>;
}
