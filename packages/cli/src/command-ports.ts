import type { DeploymentReader, Resources } from "@celeriac/core";

/** What a command reads and writes, and where; the composition root hands it in. */
export interface CommandPorts {
  /** Where relative paths start, and where an app is looked for. Absolute. */
  readonly directory: string;
  /** Takes what a command answers, in whole lines. */
  readonly stdout: (text: string) => void;
  /** Takes what is said beside the answer: errors. */
  readonly stderr: (text: string) => void;
  /** Whether `stdout` shows colours: a terminal, and nobody has set `NO_COLOR`. */
  readonly colors: boolean;
  /** Columns of the terminal; `undefined` when `stdout` is none. */
  readonly columns: number | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Loads a module by its `file:` URL, and answers its exports. */
  readonly importModule: (url: string) => Promise<unknown>;
  /** All of the standard input. */
  readonly readStdin: () => Promise<string>;
  /**
   * Where an app's resources are, by what the environment says: `link` names the SST component.
   * @throws {CeleriacError} `missing-resource`
   */
  readonly findResources: (app: string, link: string | undefined) => Resources;
  readonly deployments: DeploymentReader;
  readonly setExitCode: (code: ExitCode) => void;
}

/** 0: all is well. 1: something was found, or failed. 2: the command could not be understood, or could not begin. */
export type ExitCode = 0 | 1 | 2;
