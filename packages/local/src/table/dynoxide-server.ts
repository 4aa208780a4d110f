import { join } from "node:path";
import { LOOPBACK } from "../account.ts";
import { emulatorError } from "../emulator-error.ts";
import { packageFolder } from "../install/package-folder.ts";
import type { KeptChild } from "../process/child-keeper.ts";
import { freePort } from "../process/free-port.ts";
import type { TableServer, TableServerOptions } from "./table-server.ts";

/** Another process may take the port between our look and dynoxide's listening. */
const PORT_ATTEMPTS = 5;
const START_TIMEOUT_MS = 15_000;

/** The dynoxide program for this platform, or `undefined` where npm has none or did not install it. */
export function dynoxideProgram(): string | undefined {
  const name = process.platform === "win32" ? "dynoxide.exe" : "dynoxide";
  const folder = packageFolder(`@dynoxide/${process.platform}-${process.arch}`, import.meta.url);
  return folder === undefined ? undefined : join(folder, name);
}

/** Starts dynoxide as a child process. @throws {CeleriacError} emulator-failed */
export async function startDynoxide(options: TableServerOptions): Promise<TableServer> {
  const program = dynoxideProgram();
  if (program === undefined) {
    throw emulatorError(
      `no dynoxide for ${process.platform}-${process.arch}: install @dynoxide/${process.platform}-${process.arch}, or use table: "dynalite"`,
    );
  }
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const output: string[] = [];
    const child = await startOnPort(program, port, options, output);
    if (child !== undefined) return toServer(child, port);
    if (attempt === PORT_ATTEMPTS) {
      throw emulatorError(`dynoxide ended ${PORT_ATTEMPTS} times at start: ${output.join(" ")}`);
    }
  }
}

/** `undefined`: it ended, most likely because the port was taken. */
async function startOnPort(
  program: string,
  port: number,
  options: TableServerOptions,
  output: string[],
): Promise<KeptChild | undefined> {
  const listening = Promise.withResolvers<boolean>();
  const child = options.keeper.start({
    command: program,
    arguments: [
      "serve",
      ...["--host", LOOPBACK, "--port", String(port)],
      ...(options.folder === undefined ? [] : ["--db-path", join(options.folder, "table.sqlite")]),
    ],
    environment: {},
    onLine: (line) => {
      output.push(line);
      options.writeLog({ source: "dynamodb", line });
      if (line.includes("listening on")) listening.resolve(true);
    },
  });
  void child.exited.then(() => listening.resolve(false));
  const deadline = setTimeout(() => child.kill("SIGKILL"), START_TIMEOUT_MS);
  const up = await listening.promise;
  clearTimeout(deadline);
  return up ? child : undefined;
}

function toServer(child: KeptChild, port: number): TableServer {
  return {
    emulator: "dynoxide",
    endpoint: `http://${LOOPBACK}:${port}`,
    pid: child.pid,
    stop: async () => {
      // SQLite's journal makes a kill as safe as an orderly end, and dynoxide waits for idle connections otherwise.
      child.kill("SIGKILL");
      await child.exited;
    },
  };
}
