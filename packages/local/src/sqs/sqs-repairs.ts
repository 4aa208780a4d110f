import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { ACCOUNT_ID } from "../account.ts";
import type { FauxqsInternals, FauxqsQueueStore } from "./fauxqs-internals.ts";

type FauxqsApp = ReturnType<FauxqsInternals["buildApp"]>;
type JsonObject = Record<string, unknown>;

/**
 * Carries what fauxqs would forget, as a message attribute that no caller ever sees: the message group of a standard
 * queue and the trace header. An attribute is kept by fauxqs through the dead-letter queue and between runs.
 */
const CARRIER = "celeriac.carried";

interface Carried {
  readonly group?: string | undefined;
  readonly trace?: string | undefined;
}

/**
 * Mends by hooks where fauxqs 2.4.1 falls short of SQS: message groups of standard queues, trace headers, characters
 * outside the basic plane, message attributes that nobody asked for, receipts and counts that are out of date, long
 * polls whose caller is gone, and queue URLs of an earlier run.
 *
 * A long poll that was cut would wait on and take the next message along, hidden until its visibility timeout: after
 * each restart of a worker. fauxqs can only end all polls of a queue together, which the others see as an empty answer.
 */
export function repairFauxqs(
  app: FauxqsApp,
  queues: FauxqsQueueStore,
  fauxqs: FauxqsInternals,
): void {
  acceptAstralCharacters(fauxqs.invalidBodyCharacter);
  app.addHook("preHandler", async (request, reply) => {
    if (!isObject(request.body)) return;
    const action = actionOf(request.headers);
    beforeAction(action, request.body, queues);
    if (action !== "ReceiveMessage") return;
    const queue = queues.getQueue(String(request.body["QueueUrl"]));
    whenCallerLeaves(request.raw.socket, reply.raw, () => queue?.cancelWaiters());
  });
  app.addHook("preSerialization", async (request, _reply, answer) => {
    if (!isObject(request.body) || !isObject(answer)) return answer;
    const action = actionOf(request.headers);
    if (action === "ReceiveMessage") revealCarried(request.body, answer, fauxqs);
    else correctQueueUrls(answer, request.headers.host ?? "");
    return answer;
  });
}

/** Calls back when the caller ends the connection before the reply. The request does not tell: it has been read whole. */
function whenCallerLeaves(socket: Socket, reply: ServerResponse, leave: () => void): void {
  socket.once("end", leave);
  socket.once("close", leave);
  reply.once("finish", () => {
    socket.off("end", leave);
    socket.off("close", leave);
  });
}

/** fauxqs matches UTF-16 units and so refuses surrogate pairs. Lone surrogates stay refused. */
function acceptAstralCharacters(pattern: RegExp): void {
  const invalid = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
  pattern.test = (body) => invalid.test(body);
}

function beforeAction(action: string, body: JsonObject, queues: FauxqsQueueStore): void {
  switch (action) {
    case "SendMessage":
      carry(body);
      return;
    case "SendMessageBatch":
      for (const entry of asArray(body["Entries"])) carry(entry);
      return;
    case "ReceiveMessage": {
      const names = body["MessageAttributeNames"];
      if (Array.isArray(names) && names.length > 0) names.push(CARRIER);
      return;
    }
    // fauxqs looks at its deadlines only when somebody receives: an expired receipt must be refused all the same.
    case "ChangeMessageVisibility":
    case "ChangeMessageVisibilityBatch":
    case "GetQueueAttributes":
      queues.getQueue(String(body["QueueUrl"]))?.processTimers();
  }
}

function carry(entry: JsonObject): void {
  const group = entry["MessageGroupId"];
  const system = entry["MessageSystemAttributes"];
  const trace = isObject(system) ? system["AWSTraceHeader"] : undefined;
  const carried: Carried = {
    ...(typeof group === "string" ? { group } : {}),
    ...(isObject(trace) ? { trace: String(trace["StringValue"]) } : {}),
  };
  if (Object.keys(carried).length === 0) return;
  entry["MessageAttributes"] = {
    ...(isObject(entry["MessageAttributes"]) ? entry["MessageAttributes"] : {}),
    [CARRIER]: { DataType: "String", StringValue: JSON.stringify(carried) },
  };
}

function revealCarried(request: JsonObject, answer: JsonObject, fauxqs: FauxqsInternals): void {
  const asked = new Set<unknown>([
    ...asList(request["AttributeNames"]),
    ...asList(request["MessageSystemAttributeNames"]),
  ]);
  const attributesAsked = asList(request["MessageAttributeNames"]).length > 0;
  for (const message of asArray(answer["Messages"])) {
    const stored = isObject(message["MessageAttributes"]) ? message["MessageAttributes"] : {};
    const { [CARRIER]: carrier, ...attributes } = stored;
    if (isObject(carrier)) {
      const system = systemAttributes(JSON.parse(String(carrier["StringValue"])), asked);
      const present = isObject(message["Attributes"]) ? message["Attributes"] : {};
      const all = { ...present, ...system };
      if (Object.keys(all).length > 0) message["Attributes"] = all;
    }
    delete message["MessageAttributes"];
    delete message["MD5OfMessageAttributes"];
    if (attributesAsked && Object.keys(attributes).length > 0) {
      message["MessageAttributes"] = attributes;
      message["MD5OfMessageAttributes"] = fauxqs.md5OfMessageAttributes(
        attributes as Record<string, { DataType: string }>,
      );
    }
  }
}

function systemAttributes(carried: Carried, asked: ReadonlySet<unknown>): Record<string, string> {
  const wants = (name: string): boolean => asked.has("All") || asked.has(name);
  return {
    ...(carried.group !== undefined && wants("MessageGroupId")
      ? { MessageGroupId: carried.group }
      : {}),
    ...(carried.trace !== undefined && wants("AWSTraceHeader")
      ? { AWSTraceHeader: carried.trace }
      : {}),
  };
}

/** Queues that were kept carry the port of the run that made them. */
function correctQueueUrls(answer: JsonObject, host: string): void {
  const correct = (url: unknown): string =>
    `http://${host}/${ACCOUNT_ID}/${String(url).split("/").at(-1)}`;
  if (typeof answer["QueueUrl"] === "string") answer["QueueUrl"] = correct(answer["QueueUrl"]);
  if (Array.isArray(answer["QueueUrls"])) answer["QueueUrls"] = answer["QueueUrls"].map(correct);
}

function actionOf(headers: Readonly<Record<string, unknown>>): string {
  return String(headers["x-amz-target"] ?? "").replace("AmazonSQS.", "");
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Buffer.isBuffer(value);
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asArray(value: unknown): readonly JsonObject[] {
  return asList(value).filter(isObject);
}
