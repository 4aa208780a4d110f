import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ChildKeeper, freePort } from "@celeriac/local";
import { installDynamoDbLocal } from "./dynamodb-local.ts";
import { LOOPBACK, type StartedEmulator, startEmulator } from "./emulator.ts";
import { findJavaHome } from "./java.ts";
import { installRequirements, type Python } from "./python.ts";

/** Lambda for what is said of functions: without Docker none of them can be started. */
export const SERVICES = "sqs,dynamodb,s3,scheduler,lambda,iam";

/** The version of the program that would start a function in a container: none is downloaded. */
const LAMBDA_INIT_VERSION = "none";

/**
 * The gateway takes only the port of GATEWAY_LISTEN and would listen on every address. DynamoDB Local would lead a
 * process group of its own, and outlive a LocalStack that is killed.
 */
const LAUNCH = `
import functools, subprocess
from twisted.internet import endpoints
endpoints.TCP4ServerEndpoint = functools.partial(endpoints.TCP4ServerEndpoint, interface="${LOOPBACK}")
class Popen(subprocess.Popen):
    def __init__(self, *arguments, start_new_session=False, **options):
        super().__init__(*arguments, **options)
subprocess.Popen = Popen
from localstack.runtime.main import main
main()
`;

/**
 * Starts LocalStack without Docker, on a port of the loopback address, from what the cache holds or gets now.
 * @throws {Error} when Java is missing, something cannot be installed, or it does not start.
 */
export async function startLocalStack(
  keeper: ChildKeeper,
  cache: string,
  python: Python,
): Promise<StartedEmulator> {
  const javaHome = await findJavaHome(process.env);
  const [interpreter, dynamoDbLocal] = await Promise.all([
    installRequirements(cache, "localstack", python),
    installDynamoDbLocal(cache, javaHome),
  ]);
  const root = await keeper.folder();
  const libraries = join(root, "var", "lib", "localstack", "lib");
  await mkdir(join(root, "tmp"));
  await mkdir(join(libraries, "java"), { recursive: true });
  await symlink(dynamoDbLocal, join(libraries, "dynamodb-local"));
  await symlink(javaHome, join(libraries, "java", "21"));
  await placeLambdaInit(libraries);
  const port = await freePort();
  return startEmulator(keeper, {
    name: "localstack",
    port,
    command: interpreter,
    arguments: ["-c", LAUNCH],
    directory: root,
    environment: {
      ...settings(port),
      FILESYSTEM_ROOT: root,
      HOME: root,
      TMPDIR: join(root, "tmp"),
    },
    healthPath: "/_localstack/health",
  });
}

/** Where LocalStack would download that program to. */
async function placeLambdaInit(libraries: string): Promise<void> {
  const arch = process.arch === "x64" ? "x86_64" : process.arch;
  const folder = join(libraries, "lambda-runtime", LAMBDA_INIT_VERSION, arch, "var", "rapid");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "init"), "");
}

function settings(port: number): Readonly<Record<string, string>> {
  return {
    PATH: process.env["PATH"] ?? "",
    GATEWAY_LISTEN: `${LOOPBACK}:${port}`,
    // Queue URLs name an address that can be reached, instead of a public host.
    LOCALSTACK_HOST: `${LOOPBACK}:${port}`,
    SQS_ENDPOINT_STRATEGY: "path",
    SERVICES,
    STRICT_SERVICE_LOADING: "1",
    // Loaded at the start: the first test shall not wait for DynamoDB Local.
    EAGER_SERVICE_LOADING: "1",
    DYNAMODB_IN_MEMORY: "1",
    // A build server's container is not LocalStack's own.
    OVERRIDE_IN_DOCKER: "0",
    // A Docker engine that is there all the same would pull images of hundreds of megabytes.
    DOCKER_HOST: "unix:///none",
    LAMBDA_INIT_RELEASE_VERSION: LAMBDA_INIT_VERSION,
    // No telemetry, no certificate from the network, no DNS server of its own.
    DISABLE_EVENTS: "1",
    SKIP_SSL_CERT_DOWNLOAD: "1",
    DNS_ADDRESS: "0",
    LS_LOG: "warning",
  };
}
