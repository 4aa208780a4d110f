/** Replaces some of a resource's arguments, or changes them in place: SST's own two forms. */
export type Transform<Args> =
  | Partial<Args>
  | ((args: Args, options: $util.CustomResourceOptions, name: string) => undefined);

type ServiceTransform = NonNullable<sst.aws.ServiceArgs["transform"]>;
type ImageArgs =
  Exclude<NonNullable<ServiceTransform["image"]>, (...args: never[]) => unknown> extends Partial<
    infer Args
  >
    ? Args
    : never;

/** The resources that can be changed just before they are made; SST's components by SST's own transforms. */
export interface Transforms {
  readonly queue?: Transform<aws.sqs.QueueArgs>;
  readonly deadLetterQueue?: Transform<aws.sqs.QueueArgs>;
  readonly queuePolicy?: Transform<aws.sqs.QueuePolicyArgs>;
  readonly table?: Transform<aws.dynamodb.TableArgs>;
  readonly bucket?: Transform<aws.s3.BucketArgs>;
  readonly bucketLifecycle?: Transform<aws.s3.BucketLifecycleConfigurationArgs>;
  readonly function?: Transform<aws.lambda.FunctionArgs>;
  readonly functionRole?: Transform<aws.iam.RoleArgs>;
  readonly eventSourceMapping?: Transform<aws.lambda.EventSourceMappingArgs>;
  readonly logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
  /** How a worker's image is built. */
  readonly image?: Transform<ImageArgs>;
  readonly cluster?: Transform<aws.ecs.ClusterArgs>;
  readonly service?: Transform<aws.ecs.ServiceArgs>;
  readonly taskDefinition?: Transform<aws.ecs.TaskDefinitionArgs>;
  readonly taskRole?: Transform<aws.iam.RoleArgs>;
  readonly executionRole?: Transform<aws.iam.RoleArgs>;
  readonly autoScalingTarget?: Transform<aws.appautoscaling.TargetArgs>;
  readonly autoScalingPolicy?: Transform<aws.appautoscaling.PolicyArgs>;
  readonly scheduleGroup?: Transform<aws.scheduler.ScheduleGroupArgs>;
  readonly schedulerRole?: Transform<aws.iam.RoleArgs>;
  readonly schedule?: Transform<aws.scheduler.ScheduleArgs>;
  readonly alarm?: Transform<aws.cloudwatch.MetricAlarmArgs>;
  readonly dashboard?: Transform<aws.cloudwatch.DashboardArgs>;
}

/** A resource's name, arguments and options, after the user's transform. */
export function transformed<Args extends object>(
  transform: Transform<Args> | undefined,
  name: string,
  args: Args,
  options: $util.CustomResourceOptions,
): [string, Args, $util.CustomResourceOptions] {
  if (typeof transform !== "function") return [name, { ...args, ...transform }, options];
  transform(args, options, name);
  return [name, args, options];
}

/** For a resource that one of SST's components makes: Celeriac's own change first, then the user's. */
export function both<Args extends object>(
  own: (args: Args, options: $util.CustomResourceOptions) => void,
  transform: Transform<Args> | undefined,
): (args: Args, options: $util.CustomResourceOptions, name: string) => undefined {
  return (args, options, name) => {
    own(args, options);
    if (typeof transform === "function") transform(args, options, name);
    else Object.assign(args, transform);
    return undefined;
  };
}
