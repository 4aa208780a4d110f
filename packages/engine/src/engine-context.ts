import type { App, RunFunction, SenderContext, TaskSender } from "@celeriac/core";
import type { Company } from "./company.ts";
import type { EnginePorts, Isolation } from "./engine-options.ts";

/** What every step of every delivery shares. */
export interface EngineContext {
  readonly app: App;
  readonly ports: EnginePorts;
  readonly host: string;
  readonly isolation: Isolation;
  readonly company: Company;
  // biome-ignore lint/suspicious/noExplicitAny: each handler was checked where it was bound to its task
  readonly handlers: ReadonlyMap<string, RunFunction<any, any>>;
  readonly senderFor: (context: SenderContext) => TaskSender;
}
