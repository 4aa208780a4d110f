import type { App, Resources, Topology } from "@celeriac/core";
import type { ModulePath } from "../load-app/module-path.ts";

export interface DevOptions {
  readonly app: App;
  /** The project's folder. Absolute. */
  readonly directory: string;
  /** Where its bundles go and, if they are kept, its data. Absolute. */
  readonly stateFolder: string;
  readonly sources: {
    readonly app: ModulePath;
    /** `undefined`: all that its functions run is in the app. */
    readonly consumer: ModulePath | undefined;
    /** `undefined`: all that its worker runs is in the app. Absolute. */
    readonly worker: string | undefined;
  };
  readonly keep: boolean;
  /** `undefined`: the embedded AWS. */
  readonly endpoint: string | undefined;
  readonly colors: boolean;
  readonly tell: (event: DevEvent) => void;
}

/** What an app's system tells while it runs on this machine. */
export type DevEvent =
  /** A line that a host or an emulator wrote: `lambda:<queue>`, `worker`, `event-source:<queue>`, `scheduler`, `dynamodb`. */
  | { readonly kind: "line"; readonly source: string; readonly line: string }
  | { readonly kind: "build-failed"; readonly reason: string; readonly kept: boolean }
  | {
      readonly kind: "host-failed";
      readonly host: string;
      readonly reason: string;
      readonly kept: boolean;
    }
  | { readonly kind: "reloaded"; readonly hosts: readonly string[]; readonly tookMs: number }
  | { readonly kind: "provisioned"; readonly queues: readonly string[] }
  | { readonly kind: "worker-ended"; readonly how: string; readonly startsAgain: boolean };

/** An app's whole system on this machine. */
export interface DevSystem {
  readonly place: {
    readonly resources: Resources;
    /** For processes that shall use it. */
    readonly environment: Readonly<Record<string, string>>;
  };
  readonly topology: Topology;
  schedules(): readonly { readonly name: string; readonly at: number }[];
  /** Removes this file, too, when this process ends, however it ends. */
  removeAtEnd(file: string): void;
  stop(): Promise<void>;
}

/** @throws {CeleriacError} `missing-package`, `emulator-failed`. */
export type StartDev = (options: DevOptions) => Promise<DevSystem>;
