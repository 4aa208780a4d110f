/** The code of a Lambda function: a module that is bundled here, or a bundle that was made elsewhere. */
export type LambdaFunctionSource = LambdaEntry | LambdaBundle;

/** A module, bundled when the embedded AWS starts. Its environment says where the resources are. */
export interface LambdaEntry {
  /** The module that exports the handler, TypeScript or JavaScript: a path, or a `file:` URL as `import.meta.resolve` makes it. */
  readonly entry: string;
  /** The name of the export. @defaultValue "handler" */
  readonly handlerName?: string | undefined;
  /** Added to the function's environment; nothing of this process's own is passed on but `PATH`. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/**
 * What a deployment would put into the function's archive. As there, it finds its resources by itself: it is not given
 * `CELERIAC_RESOURCES`. The folder is read at each cold start, none of which happens before the first message.
 */
export interface LambdaBundle {
  /** The path of the folder that is the function's root. */
  readonly folder: string;
  /** File, without its ending, and export, as AWS takes it: `"bundle.handler"`. */
  readonly handler: string;
  /** All of the function's environment but what Lambda itself sets, and the addresses and credentials for the AWS SDK. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** A function that is ready to run: bundled, with its settings. */
export interface LambdaFunction {
  readonly name: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** The folder that holds the bundle. */
  readonly taskRoot: string;
  /** `"index.handler"` */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What Lambda answers to an invocation: the handler's own JSON, or why there is none. */
export type InvocationAnswer =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };
