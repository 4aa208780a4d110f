import { Celeriac } from "celeriac/sst";
import { app } from "../examples/novel/src/app.ts";

/** The example app, and an HTTP API that enqueues its tasks and shows what became of them. */
export function deployNovel(): Record<string, unknown> {
  const tasks = new Celeriac("Novel", {
    app,
    consumer: "examples/novel/src/lambda.handler",
    worker: { entry: "examples/novel/src/worker.ts" },
  });
  const api = new sst.aws.Function("Api", {
    handler: "examples/novel/src/api.handler",
    link: [tasks],
    url: true,
  });
  return { api: api.url };
}
