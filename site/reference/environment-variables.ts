/** A variable of the environment that Celeriac reads or sets. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly readBy: string;
  readonly unlessSet: string;
  readonly means: string;
}

/** All of Celeriac's own. */
export const ENVIRONMENT_VARIABLES: readonly EnvironmentVariable[] = [
  {
    name: "CELERIAC_RESOURCES",
    readBy: "clients, hosts, commands",
    unlessSet: "the SST link of the app, else a running `celeriac dev`",
    means: "JSON: where queues, table and bucket are, as [Resources](#resources) has it",
  },
  {
    name: "CELERIAC_QUEUES",
    readBy: "hosts",
    unlessSet: "all queues of the host's kind",
    means: "The queues to consume, by their names in the app, separated by commas",
  },
  {
    name: "CELERIAC_CONCURRENCY",
    readBy: "workers",
    unlessSet: "what each queue says",
    means: "How many tasks of each queue the worker runs at a time, 1 to 1,000",
  },
  {
    name: "CELERIAC_HEALTH_PORT",
    readBy: "workers",
    unlessSet: "no health server; 8080 in Celeriac's image",
    means: "The port that `/healthz` and `/readyz` are answered at, 0 to 65535",
  },
  {
    name: "CELERIAC_LOG_LEVEL",
    readBy: "workers",
    unlessSet: '"info"',
    means: "The least that is logged: `debug`, `info`, `warn`, `error` or `silent`",
  },
  {
    name: "CELERIAC_ISOLATED",
    readBy: "workers",
    unlessSet: "not isolated",
    means:
      "Set by a worker for the process that runs a task's last attempt alone; an entry may look at it before `runWorker`",
  },
];
