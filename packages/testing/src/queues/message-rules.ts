import {
  CeleriacError,
  type OutgoingMessage,
  SQS_MAX_DELAY_SECONDS,
  SQS_MAX_MESSAGE_BYTES,
} from "@celeriac/core";

/** Says why SQS would refuse a message; `undefined` when it would take it. */
export function messageRefusal(message: OutgoingMessage): CeleriacError | undefined {
  return (
    bodyRefusal(message.body) ??
    delayRefusal(message.delaySeconds) ??
    groupRefusal(message.group) ??
    attributesRefusal(message.attributes ?? {}) ??
    sizeRefusal(message)
  );
}

/** XML 1.0's characters: all that SQS takes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: tab, line feed and carriage return are the legal ones
const LEGAL_TEXT = /^[\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

function bodyRefusal(body: string): CeleriacError | undefined {
  if (body.length === 0) return refused("the body is empty: SQS takes 1 byte to 1 MiB");
  if (LEGAL_TEXT.test(body)) return undefined;
  return refused(
    "the body holds a character that SQS does not take: a control character or half of a surrogate pair",
  );
}

function delayRefusal(delaySeconds: number | undefined): CeleriacError | undefined {
  if (delaySeconds === undefined || isWhole(delaySeconds, 0, SQS_MAX_DELAY_SECONDS))
    return undefined;
  return refused(
    `delaySeconds is ${delaySeconds}: SQS takes whole seconds from 0 to ${SQS_MAX_DELAY_SECONDS}`,
  );
}

const GROUP = /^[A-Za-z0-9!-/:-@[-`{-~]{1,128}$/;

function groupRefusal(group: string | undefined): CeleriacError | undefined {
  if (group === undefined || GROUP.test(group)) return undefined;
  return refused(
    `the group is ${JSON.stringify(group)}: SQS takes 1 to 128 ASCII letters, digits and punctuation`,
  );
}

const MAX_ATTRIBUTES = 10;
const ATTRIBUTE_NAME = /^(?!\.|.*\.\.|.*\.$|aws\.|amazon\.)[A-Za-z0-9_.-]{1,256}$/i;

function attributesRefusal(
  attributes: Readonly<Record<string, string>>,
): CeleriacError | undefined {
  const entries = Object.entries(attributes);
  if (entries.length > MAX_ATTRIBUTES) {
    return refused(`there are ${entries.length} attributes: SQS takes at most ${MAX_ATTRIBUTES}`);
  }
  for (const [name, value] of entries) {
    if (!ATTRIBUTE_NAME.test(name)) {
      return refused(`the attribute name ${JSON.stringify(name)} is not one that SQS takes`);
    }
    if (value.length === 0 || !LEGAL_TEXT.test(value)) {
      return refused(`the attribute ${name} is empty or holds a character that SQS does not take`);
    }
  }
  return undefined;
}

function sizeRefusal(message: OutgoingMessage): CeleriacError | undefined {
  const bytes = messageBytes(message);
  if (bytes <= SQS_MAX_MESSAGE_BYTES) return undefined;
  return new CeleriacError(
    "payload-too-large",
    `the message has ${bytes} bytes with its attributes: SQS takes at most ${SQS_MAX_MESSAGE_BYTES}`,
    { details: { bytes, limit: SQS_MAX_MESSAGE_BYTES } },
  );
}

const ATTRIBUTE_TYPE = "String";
const BYTES_PER_CHARACTER = 3;

/** The trace header does not count. */
function messageBytes(message: OutgoingMessage): number {
  // A short body cannot reach the limit: most messages are never encoded only to be measured.
  const attributes = Object.entries(message.attributes ?? {});
  const texts = [
    message.body,
    ...attributes.flatMap(([name, value]) => [name, ATTRIBUTE_TYPE, value]),
  ];
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  if (characters * BYTES_PER_CHARACTER <= SQS_MAX_MESSAGE_BYTES) return characters;
  const encoder = new TextEncoder();
  return texts.reduce((sum, text) => sum + encoder.encode(text).length, 0);
}

/** Says whether a number is whole and within bounds. */
export function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** An error of SQS's for a request that it will never take. */
export function refused(why: string): CeleriacError {
  return new CeleriacError("refused", why);
}
