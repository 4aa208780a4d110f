import type { EmbeddedLogLine } from "../log.ts";

/** What a development system tells while it runs. */
export type DevEvent =
  /** A line that a host or an emulator wrote; sources as of `EmbeddedLogLine`, and `worker`. */
  | ({ readonly kind: "line" } & EmbeddedLogLine)
  /** The code cannot be bundled, or its app cannot be made: `kept`: what ran before goes on. */
  | { readonly kind: "build-failed"; readonly reason: string; readonly kept: boolean }
  /** A host could not start with new code; `kept`: the one before it goes on. Its lines say why. */
  | {
      readonly kind: "host-failed";
      readonly host: string;
      readonly reason: string;
      readonly kept: boolean;
    }
  /** These hosts have taken new code, so long after it was saved. */
  | { readonly kind: "reloaded"; readonly hosts: readonly string[]; readonly tookMs: number }
  /** The app's resources have changed, and are provisioned as it is now. */
  | { readonly kind: "provisioned"; readonly queues: readonly string[] }
  /** The worker ended by itself. */
  | { readonly kind: "worker-ended"; readonly how: string; readonly startsAgain: boolean };

export type TellDevEvent = (event: DevEvent) => void;
