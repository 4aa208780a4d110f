/** A list price of us-east-1, in US dollars, without free tiers, volume tiers and commitments. */
export interface Price {
  readonly service: string;
  readonly dollars: number;
  /** For how many units. */
  readonly per: number;
  /** What is counted, in the plural. */
  readonly unit: string;
  /** Year and month in which the source said so, or in which it was read where it has no date. */
  readonly date: string;
  /** Where it was taken from; "from memory" where no source was found. */
  readonly source: string;
}

export type PriceName =
  | "sqsRequest"
  | "tableWrite"
  | "tableRead"
  | "tableStorage"
  | "lambdaRequest"
  | "lambdaGbSecond"
  | "fargateVcpuHour"
  | "fargateGbHour"
  | "spotVcpuHour"
  | "spotGbHour"
  | "publicAddressHour"
  | "schedulerInvocation"
  | "s3Put"
  | "s3Get"
  | "s3Storage"
  | "logIngestion"
  | "alarmMetric"
  | "dashboard"
  | "durableOperation"
  | "durableWritten"
  | "durableStorage"
  | "stateTransition"
  | "expressRequest"
  | "expressGbSecond";

const MILLION = 1_000_000;

/** Every price that the arithmetic uses. */
export const PRICES: Readonly<Record<PriceName, Price>> = {
  sqsRequest: {
    service: "SQS",
    dollars: 0.4,
    per: MILLION,
    unit: "requests",
    date: "2026-03",
    source: "https://cloudburn.io/blog/amazon-sqs-pricing",
  },
  tableWrite: {
    service: "DynamoDB",
    dollars: 0.625,
    per: MILLION,
    unit: "write units",
    date: "2025-07",
    source: "https://airbyte.com/data-engineering-resources/dynamodb-pricing",
  },
  tableRead: {
    service: "DynamoDB",
    dollars: 0.125,
    per: MILLION,
    unit: "read units",
    date: "2025-07",
    source: "https://airbyte.com/data-engineering-resources/dynamodb-pricing",
  },
  tableStorage: {
    service: "DynamoDB",
    dollars: 0.25,
    per: 1,
    unit: "GB-months",
    date: "2026-11",
    source: "https://aws.amazon.com/dynamodb/pricing/",
  },
  lambdaRequest: {
    service: "Lambda",
    dollars: 0.2,
    per: MILLION,
    unit: "requests",
    date: "2026-03",
    source: "https://wring.co/blog/aws-lambda-pricing-guide",
  },
  lambdaGbSecond: {
    service: "Lambda",
    dollars: 0.0000133334,
    per: 1,
    unit: "GB-seconds on arm64",
    date: "2026-03",
    source: "https://wring.co/blog/aws-lambda-pricing-guide",
  },
  fargateVcpuHour: {
    service: "Fargate",
    dollars: 0.03238,
    per: 1,
    unit: "vCPU-hours on arm64",
    date: "2026-06",
    source: "https://fortem.dev/fargate-spot/, read from https://aws.amazon.com/fargate/pricing/",
  },
  fargateGbHour: {
    service: "Fargate",
    dollars: 0.00356,
    per: 1,
    unit: "GB-hours on arm64",
    date: "2026-06",
    source: "https://fortem.dev/fargate-spot/, read from https://aws.amazon.com/fargate/pricing/",
  },
  spotVcpuHour: {
    service: "Fargate",
    dollars: 0.0097,
    per: 1,
    unit: "vCPU-hours on arm64, spot",
    date: "2026-06",
    source:
      "https://fortem.dev/fargate-spot/: 70 % off, the most there is; AWS changes it with demand",
  },
  spotGbHour: {
    service: "Fargate",
    dollars: 0.00107,
    per: 1,
    unit: "GB-hours on arm64, spot",
    date: "2026-06",
    source:
      "https://fortem.dev/fargate-spot/: 70 % off, the most there is; AWS changes it with demand",
  },
  publicAddressHour: {
    service: "VPC",
    dollars: 0.005,
    per: 1,
    unit: "hours of a public IPv4 address",
    date: "2026-09",
    source: "SST 4.17.1, platform/src/components/aws/service.ts",
  },
  schedulerInvocation: {
    service: "EventBridge Scheduler",
    dollars: 1,
    per: MILLION,
    unit: "invocations",
    date: "2026-03",
    source: "https://cloudburn.io/blog/amazon-eventbridge-pricing",
  },
  s3Put: {
    service: "S3",
    dollars: 5,
    per: MILLION,
    unit: "PUT requests",
    date: "2026-11",
    source:
      "https://www.cloudkaramchari.com/blog/understanding-per-1000-put-copy-post-or-list-requests-in-amazon-s3-pricing/",
  },
  s3Get: {
    service: "S3",
    dollars: 0.4,
    per: MILLION,
    unit: "GET requests",
    date: "2026-11",
    source: "from memory",
  },
  s3Storage: {
    service: "S3",
    dollars: 0.023,
    per: 1,
    unit: "GB-months",
    date: "2026-11",
    source: "https://deepeshsoni.com/archives/256",
  },
  logIngestion: {
    service: "CloudWatch Logs",
    dollars: 0.5,
    per: 1,
    unit: "GB",
    date: "2026-06",
    source:
      "https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/",
  },
  alarmMetric: {
    service: "CloudWatch",
    dollars: 0.1,
    per: 1,
    unit: "metrics under an alarm",
    date: "2026-11",
    source:
      "https://c3x.dev/resources/aws/aws_cloudwatch_metric_alarm, by metrics: https://aws.amazon.com/cloudwatch/pricing/",
  },
  dashboard: {
    service: "CloudWatch",
    dollars: 3,
    per: 1,
    unit: "dashboards",
    date: "2026-06",
    source:
      "https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/",
  },
  durableOperation: {
    service: "Lambda durable functions",
    dollars: 8,
    per: MILLION,
    unit: "operations",
    date: "2026-09",
    source:
      "https://aws.amazon.com/lambda/pricing/, and SST 4.17.1, platform/src/components/aws/workflow.ts",
  },
  durableWritten: {
    service: "Lambda durable functions",
    dollars: 0.25,
    per: 1,
    unit: "GB",
    date: "2026-09",
    source: "SST 4.17.1, platform/src/components/aws/workflow.ts",
  },
  durableStorage: {
    service: "Lambda durable functions",
    dollars: 0.15,
    per: 1,
    unit: "GB-months",
    date: "2026-09",
    source: "SST 4.17.1, platform/src/components/aws/workflow.ts",
  },
  stateTransition: {
    service: "Step Functions",
    dollars: 25,
    per: MILLION,
    unit: "state transitions",
    date: "2026-03",
    source: "https://aws.amazon.com/step-functions/pricing/",
  },
  expressRequest: {
    service: "Step Functions Express",
    dollars: 1,
    per: MILLION,
    unit: "requests",
    date: "2026-03",
    source: "https://www.wring.co/blog/aws-step-functions-pricing-guide",
  },
  expressGbSecond: {
    service: "Step Functions Express",
    dollars: 0.00001667,
    per: 1,
    unit: "GB-seconds",
    date: "2026-03",
    source: "https://www.wring.co/blog/aws-step-functions-pricing-guide",
  },
};
