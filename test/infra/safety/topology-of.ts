import { type Topology, topology } from "@celeriac/core";
import type { Deployed } from "./deployed.ts";

/** What the app says of its resources: the one description that everything is compared with. */
export function topologyOf({ app }: Pick<Deployed, "app">): Topology {
  return topology(app);
}
