import type { Duration, Topology } from "@celeriac/core";
import type { LambdaFunctionSource } from "./lambda/lambda-function.ts";
import type { WriteLog } from "./log.ts";
import type { TableEmulator } from "./table/table-server.ts";

export interface EmbeddedAwsOptions {
  /** What to provision: `topology(app)`. */
  readonly topology: Topology;
  /** Part of every physical name, which is `<app>-<stage>-<name>`. @defaultValue "local" */
  readonly stage?: string | undefined;
  /**
   * Keeps queues, messages, records, payloads and schedules in this folder between runs; it is made when missing.
   * One run at a time may use it. @defaultValue everything is in memory and goes with the process
   */
  readonly dataDir?: string | undefined;
  /**
   * The code that consumes queues, by queue name; each queue must have a Lambda consumer. A queue that is not named
   * keeps its messages.
   */
  readonly functions?: Readonly<Record<string, LambdaFunctionSource>> | undefined;
  /** How long `stop()` waits for invocations under way before it kills them. @defaultValue "10s" */
  readonly drain?: Duration | undefined;
  /** Which DynamoDB. @defaultValue dynoxide where npm has it for this platform, else dynalite */
  readonly table?: TableEmulator | undefined;
  /** Told every line that emulators and functions write. @defaultValue they are dropped */
  readonly onLog?: WriteLog | undefined;
}
