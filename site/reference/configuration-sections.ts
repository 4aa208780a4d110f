import type ts from "typescript";
import type { Source } from "./source-program.ts";

/** A call whose options are told in one section. */
export interface Section {
  readonly title: string;
  readonly says: string;
  readonly options: (source: Source) => ts.Type;
}

/** What a person configures, in the order in which they write it. */
export const SECTIONS: readonly Section[] = [
  {
    title: "defineTask",
    says: "A task, from `celeriac`. All but name, schemas, `run`, `unique` and `idempotency` can be said again in `overrides` of `defineApp`. [Tasks](tasks.md).",
    options: (source) => source.parameter("defineTask", 0),
  },
  {
    title: "defineApp",
    says: "Tasks, queues and schedules together, from `celeriac`.",
    options: (source) => source.type("AppOptions"),
  },
  {
    title: "lambda",
    says: "A queue that a function consumes, in `queues` of `defineApp`. [Lambda or worker](lambda-or-worker.md).",
    options: (source) => source.parameter("lambda", 0),
  },
  {
    title: "fargate",
    says: "A queue that workers consume, in `queues` of `defineApp`.",
    options: (source) => source.parameter("fargate", 0),
  },
  {
    title: "client.enqueue",
    says: "One request, its third argument; an item of `enqueueMany` has them beside its `input`. [Sending](sending.md).",
    options: (source) => source.type("EnqueueOptions"),
  },
  {
    title: "handle.result and handle.updates",
    says: "How a result is waited for. [Results](results.md).",
    options: (source) => source.type("WaitOptions"),
  },
  {
    title: "createClient",
    says: "A client, from `celeriac/client`.",
    options: (source) => source.type("ClientOptions"),
  },
  {
    title: "createLambdaHandler",
    says: "A function's handler, from `celeriac/lambda`; its third argument.",
    options: (source) => source.type("LambdaHandlerOptions"),
  },
  {
    title: "runWorker",
    says: "A worker, from `celeriac/worker`; its third argument.",
    options: (source) => source.type("WorkerOptions"),
  },
  {
    title: "client.deadLetters(queue).redrive",
    says: "Which dead letters run again, and how. `list` and `purge` take what selects. [Retries and dead letters](retries-and-dead-letters.md).",
    options: (source) => source.type("RedriveOptions"),
  },
  {
    title: "new Celeriac",
    says: "The component, in `sst.config.ts`, from `celeriac/sst`. [Deploy](deploy.md).",
    options: (source) => source.type("CeleriacArgs"),
  },
  {
    title: "createTestApp",
    says: "An app in memory, from `celeriac/testing`; its third argument. [Testing](testing.md).",
    options: (source) => source.type("TestAppOptions"),
  },
  {
    title: "startLocal",
    says: "An app on AWS on this machine, from `celeriac/local`; its second argument. [Testing](testing.md).",
    options: (source) => source.type("LocalOptions"),
  },
  {
    title: "startEmbeddedAws",
    says: "AWS on this machine, from `celeriac/local`. [Emulators](emulators.md).",
    options: (source) => source.parameter("startEmbeddedAws", 1),
  },
];
