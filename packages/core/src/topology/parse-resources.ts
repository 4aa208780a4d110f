import { CeleriacError } from "../errors/celeriac-error.ts";
import { show } from "../show.ts";
import type { QueueLocation, Resources, ServiceEndpoints } from "./resources.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads where an app's resources are: what a deployment puts into `CELERIAC_RESOURCES`, or into an SST link. Unknown keys
 * are passed over. `source` names where the text comes from.
 * @throws {CeleriacError} `missing-resource`, naming the source and the field that is not as it should be. The message
 * holds no credential.
 */
export function parseResources(json: string, source: string = "CELERIAC_RESOURCES"): Resources {
  try {
    return readResources(json);
  } catch (error) {
    if (error instanceof UnreadableResources) throw unreadable(source, error.message);
    throw error;
  }
}

function readResources(json: string): Resources {
  const root = fieldsOf(parse(json), "it");
  return {
    app: text(root, "app"),
    region: text(root, "region"),
    queues: queues(root),
    table: text(root, "table"),
    bucket: text(root, "bucket"),
    schedules: {
      group: text(root, "schedules.group"),
      roleArn: text(root, "schedules.roleArn"),
    },
    ...(root["endpoints"] === undefined ? {} : { endpoints: endpoints(root) }),
    ...(root["credentials"] === undefined ? {} : { credentials: credentials(root) }),
    ...(root["tableWrites"] === undefined ? {} : { tableWrites: tableWrites(root) }),
  };
}

function parse(json: string): unknown {
  if (typeof json !== "string" || json.trim() === "") throw fault("it is empty");
  try {
    return JSON.parse(json);
  } catch {
    // The parser's message quotes the text, and the text may hold credentials.
    throw fault("it is not JSON");
  }
}

function queues(root: Fields): Readonly<Record<string, QueueLocation>> {
  const found = fieldsOf(root["queues"], "queues");
  return Object.fromEntries(
    Object.entries(found).map(([name, location]) => {
      const what = `queues.${PLAIN_NAME.test(name) ? name : show(name)}`;
      const fields = fieldsOf(location, what);
      return [
        name,
        { url: url(fields["url"], `${what}.url`), arn: checkText(fields["arn"], `${what}.arn`) },
      ];
    }),
  );
}

function endpoints(root: Fields): ServiceEndpoints {
  const fields = fieldsOf(root["endpoints"], "endpoints");
  const given = ["sqs", "dynamodb", "s3", "scheduler"].filter((key) => fields[key] !== undefined);
  return Object.fromEntries(given.map((key) => [key, url(fields[key], `endpoints.${key}`)]));
}

function credentials(root: Fields): NonNullable<Resources["credentials"]> {
  return {
    accessKeyId: text(root, "credentials.accessKeyId"),
    secretAccessKey: text(root, "credentials.secretAccessKey"),
  };
}

function tableWrites(root: Fields): NonNullable<Resources["tableWrites"]> {
  const value = root["tableWrites"];
  if (value === "batched" || value === "single") return value;
  throw fault(`tableWrites is ${show(value)}: expected "batched" or "single"`);
}

/** The text at a path of keys joined by dots. */
function text(root: Fields, path: string): string {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const holder = keys.reduce((fields, key) => fieldsOf(fields[key], key), root);
  return checkText(holder[last], path);
}

function checkText(value: unknown, what: string): string {
  if (typeof value === "string" && value !== "") return value;
  // Never the value: it may be half a credential.
  throw fault(`${what} is ${value === "" ? "empty" : typeof value}: expected a text`);
}

function url(value: unknown, what: string): string {
  const given = checkText(value, what);
  if (URL.canParse(given) && WEB.test(given)) return given;
  throw fault(`${what} is ${show(given.replace(USER_INFO, "…@"))}: expected a URL`);
}

const WEB = /^https?:\/\//i;
/** What may be a name and a password. */
const USER_INFO = /^.*@/s;
const PLAIN_NAME = /^[\w-]{1,80}$/;

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  // A text may be anything: a credential, or all of them, quoted once too often.
  const shown = typeof value === "string" ? "a text" : show(value);
  throw fault(`${what} is ${shown}: expected an object`);
}

class UnreadableResources extends Error {
  override readonly name: string = "UnreadableResources";
}

function fault(what: string): Error {
  return new UnreadableResources(what);
}

function unreadable(source: string, what: string): CeleriacError {
  return new CeleriacError(
    "missing-resource",
    `the description of the app's resources (${source}) cannot be read: ${what}; ` +
      "deploy the app, link it to this function or service, or start it with the embedded AWS",
  );
}
