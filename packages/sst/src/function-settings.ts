/** How SST's `Function` bundles and starts a function of Celeriac's. */
export interface FunctionSettings {
  readonly runtime: "nodejs24.x";
  readonly nodejs: {
    readonly format: "esm";
    readonly minify: boolean;
    readonly splitting: boolean;
    readonly sourcemap: boolean;
  };
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The settings that every function is deployed with, as SST's `Function` takes them.
 *
 * - `splitting`: what is imported only when it is needed is neither read nor compiled at a cold start.
 * - `sourcemap: true` puts the maps into the function's archive. Left out, SST takes them out of it, and stack traces name
 *   minified code.
 * - `NODE_OPTIONS` makes Node read them. Measured on the smallest consumer with Node 24: 9 ms more at a cold start (72
 *   instead of 63), 10 MB more of memory, and 0.9 MB more in an archive of 0.3 MB.
 *
 * Class names, which are recorded as the names of errors, are kept by SST's own `keepNames`.
 */
export const FUNCTION_SETTINGS: FunctionSettings = {
  runtime: "nodejs24.x",
  nodejs: { format: "esm", minify: true, splitting: true, sourcemap: true },
  environment: { NODE_OPTIONS: "--enable-source-maps" },
};
