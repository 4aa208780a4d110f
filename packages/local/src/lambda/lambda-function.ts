/** The code of a Lambda function. */
export interface LambdaFunctionSource {
  /** The module that exports the handler, TypeScript or JavaScript: a path, or a `file:` URL as `import.meta.resolve` makes it. */
  readonly entry: string;
  /** The name of the export. @defaultValue "handler" */
  readonly handlerName?: string | undefined;
  /** Added to the function's environment; nothing of this process's own is passed on but `PATH`. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** A function that is ready to run: bundled, with its settings. */
export interface LambdaFunction {
  readonly name: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** The folder that holds the bundle, `index.mjs`. */
  readonly taskRoot: string;
  readonly handlerName: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What Lambda answers to an invocation: the handler's own JSON, or why there is none. */
export type InvocationAnswer =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };
