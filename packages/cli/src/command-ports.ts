import type { Client } from "@celeriac/client";
import type { App, Clock, DeploymentReader, QueueOperator, Resources } from "@celeriac/core";
import type { StartDev } from "./dev/dev-port.ts";
import type { RunWorker } from "./worker/worker-port.ts";

/** What a command reads and writes, and where; the composition root hands it in. */
export interface CommandPorts {
  /** The version of the package. */
  readonly version: string;
  /** Where relative paths start, and where an app is looked for. Absolute. */
  readonly directory: string;
  /** Takes what a command answers, in whole lines. */
  readonly stdout: (text: string) => void;
  /** Takes what is said beside the answer: errors, questions, progress. */
  readonly stderr: (text: string) => void;
  /** Whether `stdout` shows colours: a terminal, and nobody has set `NO_COLOR`. */
  readonly colors: boolean;
  /** Columns of the terminal; `undefined` when `stdout` is none. */
  readonly columns: number | undefined;
  /** Columns of the terminal that progress is drawn on; `undefined` when `stderr` is none. */
  readonly progressColumns: number | undefined;
  /** Asks whoever sits at the terminal, and answers the line; `undefined` when there is no terminal to ask at. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Loads a module by its `file:` URL, and answers its exports. */
  readonly importModule: (url: string) => Promise<unknown>;
  /** All of the standard input. */
  readonly readStdin: () => Promise<string>;
  /**
   * Where an app's resources are, by what the environment says: `link` names the SST component.
   * @throws {CeleriacError} `missing-resource`
   */
  readonly findResources: (app: string, link: string | undefined) => Resources;
  /**
   * Where an app's resources are at an emulator that runs, by the names that `celeriac dev --endpoint` gives them.
   * @throws {CeleriacError} `missing-resource` when they are not there; what the call failed with.
   */
  readonly resourcesAt: (app: App, endpoint: string) => Promise<Resources>;
  /** Opens connections to an app's resources; no call is made yet. */
  readonly openApp: (app: App, resources: Resources) => OpenedApp;
  readonly deployments: DeploymentReader;
  /** Runs a worker in this process, and does not return: it ends the process when it is told to. */
  readonly runWorker: RunWorker;
  /** Brings up an app's whole system on this machine. */
  readonly startDev: StartDev;
  /**
   * Does work that ends in good order when Ctrl-C is pressed or SIGTERM comes: the signal aborts then, and whoever heeds it
   * sets the exit code 130. A second Ctrl-C ends the process at once, as the first does outside of such work.
   */
  readonly interruptible: <Value>(work: (signal: AbortSignal) => Promise<Value>) => Promise<Value>;
  /** The commands that install packages, by the package manager of the project. */
  readonly installCommands: (packages: {
    readonly runtime: readonly string[];
    readonly development: readonly string[];
  }) => Promise<readonly string[]>;
  readonly setExitCode: (code: ExitCode) => void;
}

/** What commands do to a running app. */
export interface OpenedApp {
  readonly client: Client;
  readonly queues: QueueOperator;
  close(): Promise<void>;
}

/**
 * 0: all is well. 1: something was found, or failed. 2: the command could not be understood, or could not begin. 130: it was
 * ended by Ctrl-C.
 */
export type ExitCode = 0 | 1 | 2 | 130;
