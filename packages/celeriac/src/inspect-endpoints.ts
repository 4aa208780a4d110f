import type { DeploymentReaderOptions } from "@celeriac/aws";

/**
 * Where the services answer that an app's resources do not name: what the variables say that the AWS SDK and the AWS CLI
 * read as well, `AWS_ENDPOINT_URL_LAMBDA` before `AWS_ENDPOINT_URL`.
 */
export function inspectEndpoints(
  environment: Readonly<Record<string, string | undefined>>,
): NonNullable<DeploymentReaderOptions["endpoints"]> {
  const endpoint = (service: string): string | undefined =>
    [environment[`AWS_ENDPOINT_URL_${service}`], environment["AWS_ENDPOINT_URL"]].find(
      (url) => url !== undefined && url !== "",
    );
  return { lambda: endpoint("LAMBDA"), iam: endpoint("IAM"), ecs: endpoint("ECS") };
}
