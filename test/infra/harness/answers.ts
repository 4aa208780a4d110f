/** What AWS would answer: the account and region of all mocks, and ARNs in AWS's own form. */
export const ACCOUNT = "123456789012";
export const REGION = "us-east-1";

type Fields = Readonly<Record<string, unknown>>;

/** The state of a resource that was made from its inputs. */
export function stateOf(
  type: string,
  logicalName: string,
  inputs: Fields,
): Record<string, unknown> {
  const name = physicalName(inputs) ?? logicalName;
  const arn = arnOf(type, name, inputs);
  return {
    ...inputs,
    name,
    arn,
    id: idOf(type, name, arn),
    ...(type === "aws:sqs/queue:Queue"
      ? { url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}` }
      : {}),
    ...(type === "aws:lambda/functionUrl:FunctionUrl"
      ? {
          functionUrl: `https://${String(inputs["functionName"]).toLowerCase()}.lambda-url.${REGION}.on.aws/`,
        }
      : {}),
    ...(type === "aws:s3/bucket:Bucket" ? { bucket: name } : {}),
    ...(type === "random:index/randomBytes:RandomBytes"
      ? { base64: Buffer.alloc(32, 7).toString("base64") }
      : {}),
    ...(type === "aws:ecs/cluster:Cluster" ? { tags: { "sst:ref:version": "2" } } : {}),
  };
}

/** The answer to a data source. */
export function answerCall(token: string, inputs: Fields): Record<string, unknown> {
  switch (token) {
    case "aws:index/getRegion:getRegion":
      return { region: REGION, name: REGION, id: REGION };
    case "aws:index/getPartition:getPartition":
      return { partition: "aws", dnsSuffix: "amazonaws.com" };
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/deployer`, userId: "D" };
    case "aws:index/getAvailabilityZones:getAvailabilityZones":
      return { names: ["a", "b", "c"].map((zone) => REGION + zone), zoneIds: ["1", "2", "3"] };
    case "aws:iam/getPolicyDocument:getPolicyDocument":
      return { ...inputs, json: policyJson(inputs) };
    case "aws:ecr/getAuthorizationToken:getAuthorizationToken":
      return { proxyEndpoint: "https://ecr", password: "secret", userName: "AWS" };
    case "aws:ec2/getAmi:getAmi":
      return { id: "ami-1" };
    default:
      return { ...inputs };
  }
}

interface PolicyStatement {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
  readonly principals?: readonly { type: string; identifiers: readonly string[] }[];
  readonly conditions?: readonly { test: string; variable: string; values: readonly string[] }[];
}

/** As the provider renders a policy document. */
function policyJson(inputs: Fields): string {
  const statements = (inputs["statements"] ?? []) as readonly PolicyStatement[];
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({
      ...(statement.sid ? { Sid: statement.sid } : {}),
      Effect: statement.effect ?? "Allow",
      ...(statement.principals ? { Principal: principal(statement.principals) } : {}),
      Action: statement.actions ?? [],
      ...(statement.resources ? { Resource: statement.resources } : {}),
      ...(statement.conditions && statement.conditions.length > 0
        ? { Condition: conditions(statement.conditions) }
        : {}),
    })),
  });
}

function principal(
  principals: readonly { type: string; identifiers: readonly string[] }[],
): unknown {
  if (principals.some(({ type }) => type === "*")) return "*";
  return Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers]));
}

function conditions(
  given: readonly { test: string; variable: string; values: readonly string[] }[],
): Record<string, Record<string, readonly string[]>> {
  const rendered: Record<string, Record<string, readonly string[]>> = {};
  for (const { test, variable, values } of given) {
    rendered[test] = { ...rendered[test], [variable]: values };
  }
  return rendered;
}

function physicalName(inputs: Fields): string | undefined {
  const given = inputs["name"] ?? inputs["bucket"] ?? inputs["dashboardName"] ?? inputs["family"];
  return typeof given === "string" ? given : undefined;
}

function arnOf(type: string, name: string, inputs: Fields): string {
  const regional = (service: string, rest: string): string =>
    `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
  switch (type) {
    case "aws:sqs/queue:Queue":
      return regional("sqs", name);
    case "aws:dynamodb/table:Table":
      return regional("dynamodb", `table/${name}`);
    case "aws:s3/bucket:Bucket":
      return `arn:aws:s3:::${name}`;
    case "aws:iam/role:Role":
      return `arn:aws:iam::${ACCOUNT}:role/${name}`;
    case "aws:lambda/function:Function":
      return regional("lambda", `function:${name}`);
    case "aws:cloudwatch/logGroup:LogGroup":
      return regional("logs", `log-group:${name}`);
    case "aws:cloudwatch/metricAlarm:MetricAlarm":
      return regional("cloudwatch", `alarm:${name}`);
    case "aws:scheduler/scheduleGroup:ScheduleGroup":
      return regional("scheduler", `schedule-group/${name}`);
    case "aws:scheduler/schedule:Schedule":
      return regional("scheduler", `schedule/${String(inputs["groupName"])}/${name}`);
    case "aws:ecs/cluster:Cluster":
      return regional("ecs", `cluster/${name}`);
    case "aws:ecs/taskDefinition:TaskDefinition":
      return regional("ecs", `task-definition/${name}:1`);
    case "aws:ecs/service:Service":
      return regional("ecs", `service/${String(inputs["cluster"]).split("/").at(-1)}/${name}`);
    default:
      return regional(type.split(":")[1]?.split("/")[0] ?? "unknown", name);
  }
}

function idOf(type: string, name: string, arn: string): string {
  if (type === "aws:sqs/queue:Queue")
    return `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`;
  return /ecs\/(service|cluster)/.test(type) ? arn : `${name}-id`;
}
