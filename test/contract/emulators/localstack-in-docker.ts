import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { type ChildKeeper, freePort } from "@celeriac/local";
import { type Emulator, LOOPBACK, startEmulator } from "./emulator.ts";
import { SERVICES } from "./localstack.ts";
import { runProgram } from "./run-program.ts";

const IMAGE = "localstack/localstack:4.14.0";
const ASK_LIMIT_MS = 10_000;
const PULL_LIMIT_MS = 240_000;

/** Whether there is a Docker engine, not only its command. */
export function hasDocker(): Promise<boolean> {
  return runProgram("docker", ["version", "--format", "{{.Server.Version}}"], ASK_LIMIT_MS).then(
    () => true,
    () => false,
  );
}

/** Starts LocalStack's image; the container ends, and is removed, with the keeper's child. */
export async function startLocalStackInDocker(keeper: ChildKeeper): Promise<Emulator> {
  await runProgram("docker", ["pull", "--quiet", IMAGE], PULL_LIMIT_MS);
  const port = await freePort();
  const address = `${LOOPBACK}:${port}`;
  return startEmulator(keeper, {
    name: "localstack",
    port,
    command: "docker",
    arguments: [
      ...["run", "--rm", "--init", "--name", `celeriac-${randomUUID()}`, "-p", `${address}:4566`],
      ...["-e", `LOCALSTACK_HOST=${address}`, "-e", "SQS_ENDPOINT_STRATEGY=path"],
      ...["-e", `SERVICES=${SERVICES}`, "-e", "DISABLE_EVENTS=1", IMAGE],
    ],
    directory: tmpdir(),
    environment: { PATH: process.env["PATH"] ?? "" },
    healthPath: "/_localstack/health",
  });
}
