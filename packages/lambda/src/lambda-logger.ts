import type { Logger } from "@celeriac/core";
import type middy from "@middy/core";

/** A logger that may want to see each invocation, to put its request id on every line. */
export interface LambdaLogger extends Logger {
  readonly middleware?: middy.MiddlewareObj | undefined;
}
