import { join } from "node:path";
import type { Topology } from "@celeriac/core";
import type { ChildKeeper } from "../process/child-keeper.ts";

export type ReadTopology =
  | { readonly ok: true; readonly topology: Topology }
  | { readonly ok: false; readonly reason: string };

/**
 * Runs the bundle that prints an app's topology, in a process of its own: a module that was loaded once cannot be loaded anew.
 * Never rejects.
 */
export async function readTopology(
  folder: string,
  environment: Readonly<Record<string, string>>,
  keeper: ChildKeeper,
): Promise<ReadTopology> {
  const lines: string[] = [];
  const child = keeper.start({
    command: process.execPath,
    arguments: ["--enable-source-maps", join(folder, "index.mjs")],
    environment,
    onLine: (line) => lines.push(line),
  });
  const { code } = await child.exited;
  const text = lines.findLast((line) => line.startsWith("{"));
  if (code === 0 && text !== undefined) {
    return { ok: true, topology: JSON.parse(text) as Topology };
  }
  return { ok: false, reason: lines.join("\n").trim() };
}
