import { differences, type Fields, linkOf, ofType, type Rule } from "./deployed.ts";
import { topologyOf } from "./topology-of.ts";

const SEND_MESSAGE = "arn:aws:scheduler:::aws-sdk:sqs:sendMessage";

export const storeRules: readonly Rule[] = [
  {
    promise: "the table has the app's keys, drops what is expired, is paid by use and has no index",
    problems: (deployed) => {
      const { table } = topologyOf(deployed);
      const found = ofType(deployed, "aws:dynamodb/table:Table").find(
        ({ state }) => state["name"] === linkOf(deployed).resources.table,
      );
      return differences("the table", found?.inputs, {
        hashKey: table.partitionKey,
        rangeKey: table.sortKey,
        ttl: { attributeName: table.ttlAttribute, enabled: true },
        billingMode: "PAY_PER_REQUEST",
        globalSecondaryIndexes: [],
        localSecondaryIndexes: [],
        deletionProtectionEnabled: deployed.retains,
      });
    },
  },
  {
    promise: "the bucket is private, encrypted, TLS only, and emptied",
    problems: (deployed) => {
      const { bucket } = linkOf(deployed).resources;
      const about = (type: string): Fields | undefined =>
        ofType(deployed, type).find(({ inputs }) => inputs["bucket"] === bucket)?.inputs;
      const policy = JSON.parse(
        String(about("aws:s3/bucketPolicy:BucketPolicy")?.["policy"] ?? "{}"),
      ) as { Statement?: readonly Fields[] };
      const rules = about("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")?.[
        "rules"
      ] as readonly Fields[] | undefined;
      return [
        ...differences(
          "public access",
          about("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"),
          {
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
          },
        ),
        ...differences("bucket policy", policy.Statement?.[0], {
          Effect: "Deny",
          Principal: "*",
          Action: ["s3:*"],
          Condition: { Bool: { "aws:SecureTransport": ["false"] } },
        }),
        ...differences("lifecycle", rules?.[0], {
          status: "Enabled",
          expiration: { days: topologyOf(deployed).bucket.expirationDays },
        }),
        ...(about(
          "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        ) === undefined
          ? ["the bucket is not encrypted"]
          : []),
        ...(ofType(deployed, "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration").length === 0
          ? []
          : ["browsers may ask the bucket"]),
        ...differences(
          "the bucket",
          ofType(deployed, "aws:s3/bucket:Bucket").find(({ state }) => state["bucket"] === bucket)
            ?.inputs,
          { forceDestroy: !deployed.retains },
        ),
      ];
    },
  },
  {
    promise:
      "each recurring schedule sends its message to its queue, and its dead letters to that queue's",
    problems: (deployed) => {
      const { resources } = linkOf(deployed);
      const made = ofType(deployed, "aws:scheduler/schedule:Schedule");
      const described = topologyOf(deployed).schedules;
      return [
        ...(made.length === described.length ? [] : [`there are ${made.length} schedules`]),
        ...described.flatMap((schedule) => {
          const found = made.find(({ inputs }) => inputs["name"] === schedule.name);
          const target = found?.inputs["target"] as Fields | undefined;
          return [
            ...differences(`schedule ${schedule.name}`, found?.inputs, {
              groupName: resources.schedules.group,
              scheduleExpression: schedule.expression,
              scheduleExpressionTimezone: schedule.timezone,
              state: schedule.enabled ? "ENABLED" : "DISABLED",
            }),
            ...differences(`target of ${schedule.name}`, target, {
              arn: SEND_MESSAGE,
              roleArn: resources.schedules.roleArn,
              input: JSON.stringify({
                QueueUrl: resources.queues[schedule.queue]?.url,
                MessageBody: schedule.body,
              }),
              deadLetterConfig: { arn: resources.queues[`${schedule.queue}-dlq`]?.arn },
            }),
          ];
        }),
      ];
    },
  },
];
