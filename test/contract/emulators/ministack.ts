import { dirname } from "node:path";
import { type ChildKeeper, freePort } from "@celeriac/local";
import { type Emulator, LOOPBACK, startEmulator } from "./emulator.ts";
import { installRequirements, type Python } from "./python.ts";

/** Starts ministack on a port of the loopback address, from what the cache holds or gets now. */
export async function startMinistack(
  keeper: ChildKeeper,
  cache: string,
  python: Python,
): Promise<Emulator> {
  const interpreter = await installRequirements(cache, "ministack", python);
  const folder = await keeper.folder();
  const port = await freePort();
  return startEmulator(keeper, {
    name: "ministack",
    port,
    command: interpreter,
    arguments: ["-m", "ministack"],
    directory: folder,
    environment: {
      // Functions run on the Node that runs the tests.
      PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`,
      HOME: folder,
      TMPDIR: folder,
      BIND_HOST: LOOPBACK,
      GATEWAY_PORT: String(port),
      MINISTACK_HOST: LOOPBACK,
      SERVICES: "sqs,dynamodb,s3,scheduler,lambda,iam,sts,logs",
      LOG_LEVEL: "WARNING",
    },
    healthPath: "/_ministack/health",
  });
}
