import type { WriteLog } from "../log.ts";
import type { ChildKeeper } from "../process/child-keeper.ts";
import { startDynalite } from "./dynalite-server.ts";
import { dynoxideProgram, startDynoxide } from "./dynoxide-server.ts";

/** `dynoxide`: a program, fast, with PartiQL and transactions. `dynalite`: in this process, without either. */
export type TableEmulator = "dynoxide" | "dynalite";

/** DynamoDB, answering on a port of the loopback address. */
export interface TableServer {
  readonly emulator: TableEmulator;
  readonly endpoint: string;
  /** The process it runs in, when that is one of its own. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

export interface TableServerOptions {
  /** @defaultValue dynoxide where npm has a program for this platform, else dynalite */
  readonly emulator?: TableEmulator | undefined;
  /** Keeps the table in this folder, which exists. @defaultValue in memory */
  readonly folder?: string | undefined;
  readonly keeper: ChildKeeper;
  readonly writeLog: WriteLog;
}

/** @throws {CeleriacError} emulator-failed */
export function startTableServer(options: TableServerOptions): Promise<TableServer> {
  const emulator = options.emulator ?? (dynoxideProgram() === undefined ? "dynalite" : "dynoxide");
  return emulator === "dynoxide" ? startDynoxide(options) : startDynalite(options.folder);
}
