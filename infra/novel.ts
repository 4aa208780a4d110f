import { Celeriac } from "celeriac/sst";
import { app } from "../examples/novel/src/app.ts";

/**
 * The example app, and an HTTP API that enqueues its tasks and shows what became of them. It is open to everyone, as an
 * example may be: `url: { authorization: "iam" }` closes it.
 */
export function deployNovel(): Record<string, unknown> {
  const tasks = new Celeriac("Novel", {
    app,
    consumer: "examples/novel/src/lambda.handler",
    worker: {
      entry: "examples/novel/src/worker.ts",
      image: { args: { EXTERNAL: "sharp", OMIT: "dev" } },
    },
  });
  const api = new sst.aws.Function("Api", {
    handler: "examples/novel/src/api.handler",
    link: [tasks],
    // What is loaded only when it is needed in files of its own: half the cold start.
    nodejs: { minify: true, splitting: true },
    url: true,
  });
  return { api: api.url };
}
