import type { Engine } from "@celeriac/engine";

/** What the host needs of an engine: it hands a delivery in, and is told whether to acknowledge. */
export type HostedEngine = Pick<Engine, "deliver">;
