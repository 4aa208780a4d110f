import type { DeploymentReaderOptions } from "@celeriac/aws";

/**
 * Where the services answer that an app's resources do not name: what the variables say that the AWS SDK and the AWS CLI
 * read as well, `AWS_ENDPOINT_URL_LAMBDA` before `AWS_ENDPOINT_URL`.
 */
export function inspectEndpoints(
  environment: Readonly<Record<string, string | undefined>>,
): NonNullable<DeploymentReaderOptions["endpoints"]> {
  const endpoint = (service: string): string | undefined => serviceEndpoint(environment, service);
  return { lambda: endpoint("LAMBDA"), iam: endpoint("IAM"), ecs: endpoint("ECS") };
}

/** Where one service answers, by its name in the variables: `"LAMBDA"`. `undefined`: at AWS. */
export function serviceEndpoint(
  environment: Readonly<Record<string, string | undefined>>,
  service: string,
): string | undefined {
  return [environment[`AWS_ENDPOINT_URL_${service}`], environment["AWS_ENDPOINT_URL"]].find(
    (url) => url !== undefined && url !== "",
  );
}
