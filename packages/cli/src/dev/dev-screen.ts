import { relative } from "node:path";
import type { Topology } from "@celeriac/core";
import { jsonLine } from "../json-line.ts";
import { columnTable } from "../text/column-table.ts";
import type { Paint } from "../text/paint.ts";
import { instantText, lengthText } from "../text/time-text.ts";
import type { DevEvent, DevOptions, DevSystem } from "./dev-port.ts";
import { readHostLine } from "./host-line.ts";
import { hostLineText, type LineStyle, ownFrames } from "./host-line-text.ts";

/** What `celeriac dev` shows, in lines, each ended; an empty text is nothing. */
export interface DevScreen {
  /** Where everything is, once it runs. */
  ready(system: DevSystem, now: number): string;
  event(event: DevEvent): string;
  stopping(): string;
  stopped(): string;
}

export type StartedWith = Pick<DevOptions, "app" | "directory" | "sources" | "keep" | "endpoint">;

/** For people. */
export function createTextScreen(options: StartedWith, paint: Paint): DevScreen {
  const style: LineStyle = { paint, directory: options.directory };
  return {
    ready: (system, now) => readyText(options, system, now, paint),
    event: (event) => eventText(event, style),
    stopping: () =>
      paint("dim", "\nEnding: what runs may end first; Ctrl-C again ends it at once.\n"),
    stopped: () =>
      options.keep ? "Stopped; .celeriac/data keeps queues and records.\n" : "Stopped.\n",
  };
}

/** For programs: one JSON object in each line, with `event`. */
export function createJsonScreen({ app, keep, endpoint }: StartedWith): DevScreen {
  return {
    ready: ({ place, topology, schedules }) =>
      jsonLine({
        event: "ready",
        app: app.name,
        pid: process.pid,
        ...{ keep, endpoint, environment: place.environment, resources: place.resources },
        schedules: recurring(topology, schedules()),
      }),
    event: (event) => {
      if (event.kind !== "line") return jsonLine(renamed(event));
      const { source, line } = event;
      return jsonLine({ ...renamed(readHostLine(line)), host: source });
    },
    stopping: () => jsonLine({ event: "stopping" }),
    stopped: () => jsonLine({ event: "stopped" }),
  };
}

function renamed({ kind, ...rest }: { readonly kind: string }): object {
  return { event: kind, ...rest };
}

function recurring(
  topology: Topology,
  waiting: ReturnType<DevSystem["schedules"]>,
): readonly { readonly name: string; readonly expression: string; readonly next?: string }[] {
  return topology.schedules.map(({ name, expression }) => {
    const at = waiting.find((each) => each.name === name)?.at;
    return { name, expression, ...(at === undefined ? {} : { next: new Date(at).toISOString() }) };
  });
}

function readyText(
  { app, directory, sources, keep, endpoint }: StartedWith,
  { place, topology, schedules }: DevSystem,
  now: number,
  paint: Paint,
): string {
  const here = (path: string | undefined): string => relative(directory, path ?? sources.app.path);
  const queues = topology.queues.map(({ name, consumer }) =>
    consumer.kind === "lambda"
      ? [name, "lambda", here(sources.consumer?.path)]
      : [name, "worker", here(sources.worker)],
  );
  const { sqs, dynamodb, s3, scheduler } = { ...place.resources.endpoints };
  const aws = [
    ["SQS", sqs],
    ["DynamoDB", dynamodb],
    ["S3", s3],
    ["Scheduler", scheduler],
  ].map(([service = "", url = ""]) => [service, url]);
  const ticks = recurring(topology, schedules()).map(({ name, expression, next }) => [
    name,
    expression,
    next === undefined ? "not fired here" : `next ${instantText(Date.parse(next), now)}`,
  ]);
  const data = endpoint === undefined ? ".celeriac/data" : endpoint;
  const parts = [
    `${paint("bold", app.name)} runs on this machine; Ctrl-C ends it.`,
    section([{ head: "queue" }, { head: "host" }, { head: "code" }], queues, paint),
    ...(ticks.length === 0
      ? []
      : [section([{ head: "schedule" }, { head: "expression" }, { head: "" }], ticks, paint)]),
    section([{ head: "service" }, { head: "address" }], aws, paint),
    keep
      ? `Queues and records are kept in ${data}.`
      : "Queues and records go when it ends; --keep keeps them.",
    "Clients and commands started in this folder find it by themselves; elsewhere:\n" +
      `  node --env-file=${relative("/", directory) === "" ? "" : directory}/.celeriac/dev.env …`,
  ];
  return `${parts.join("\n\n")}\n\n`;
}

function section(
  columns: Parameters<typeof columnTable>[0],
  rows: readonly (readonly string[])[],
  paint: Paint,
): string {
  const [head = "", ...lines] = columnTable(columns, rows).split("\n");
  return [paint("dim", head), ...lines].map((line) => `  ${line}`).join("\n");
}

function eventText(event: DevEvent, style: LineStyle): string {
  const { paint } = style;
  switch (event.kind) {
    case "line":
      // The emulator of the table tells of its start, and of nothing else.
      return event.source === "dynamodb"
        ? ""
        : hostLineText(event.source, readHostLine(event.line), style);
    case "build-failed": {
      const then = event.kept ? "what ran before goes on" : "it is tried again at the next save";
      const head = paint("red", `The code as saved cannot run; ${then}.`);
      return `${head}\n${ownFrames(event.reason, style.directory)}`;
    }
    case "host-failed": {
      const then = event.kept ? "the code before goes on" : "its messages wait for the next save";
      return `${paint("red", `${event.host} could not start with the new code; ${then}.`)}\n    ${event.reason}\n`;
    }
    case "reloaded":
      return `${paint("cyan", `Reloaded ${event.hosts.join(", ")} in ${lengthText(event.tookMs)}.`)}\n`;
    case "provisioned":
      return `${paint("cyan", `Provisioned anew: ${event.queues.join(", ")}.`)}\n`;
    case "worker-ended":
      return `${paint("red", `The worker ended (${event.how}); ${event.startsAgain ? "it is started again" : "it is started again at the next save"}.`)}\n`;
  }
}
