import type { QueueSettings } from "@celeriac/core";
import { parsedJson } from "./parsed-json.ts";

type Attributes = Readonly<Record<string, string | undefined>>;

/** Reads SQS's attributes, which are all texts. */
export function queueSettings(attributes: Attributes): QueueSettings {
  return {
    visibilityTimeoutSeconds: count(attributes["VisibilityTimeout"]),
    retentionSeconds: count(attributes["MessageRetentionPeriod"]),
    delaySeconds: count(attributes["DelaySeconds"]),
    maximumMessageBytes: count(attributes["MaximumMessageSize"]),
    encrypted: encrypted(attributes),
    redrive: redrive(attributes["RedrivePolicy"]),
    redriveAllow: redriveAllow(attributes["RedriveAllowPolicy"]),
    policy: object(attributes["Policy"]),
  };
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** By a key of KMS, or by SQS's own; SQS says of every queue whether by its own. */
function encrypted(attributes: Attributes): boolean | undefined {
  if (isSaid(attributes["KmsMasterKeyId"])) return true;
  const own = attributes["SqsManagedSseEnabled"];
  return own === undefined ? undefined : own === "true";
}

function redrive(text: string | undefined): QueueSettings["redrive"] {
  const fields = object(text);
  if (fields === undefined) return undefined;
  return {
    deadLetterArn: String(fields["deadLetterTargetArn"] ?? ""),
    // Written as a number or as a text: SQS takes both.
    maxReceiveCount: Number(fields["maxReceiveCount"] ?? 0),
  };
}

function redriveAllow(text: string | undefined): QueueSettings["redriveAllow"] {
  const fields = object(text);
  if (fields === undefined) return undefined;
  const sources = fields["sourceQueueArns"];
  return {
    permission: String(fields["redrivePermission"] ?? ""),
    sourceArns: Array.isArray(sources) ? sources.map(String) : [],
  };
}

function object(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (!isSaid(text)) return undefined;
  const value = parsedJson(text);
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

function isSaid(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}
