/** Where SST pushes the images that it builds (pkg/project/provider/aws.go: `repoName`). */
const SST_REPOSITORY = "sst-asset";
/** An image in ECR: `<account>.dkr.ecr.<region>.amazonaws.com/<repository>`, with a tag or digest. */
const IN_ECR =
  /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([a-z0-9._/-]+?)(?:[:@].*)?$/;

/** The ECR repository that ECS pulls a worker's image from: what its role has to be allowed. */
export function imageRepository(image: unknown): string {
  return (typeof image === "string" ? IN_ECR.exec(image)?.[1] : undefined) ?? SST_REPOSITORY;
}
