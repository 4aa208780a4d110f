import { type OutgoingMessage, utf8Length } from "@celeriac/core";

/** What SQS counts of a message against its limits: the body, and each attribute's name, type and value. */
export function messageBytes(message: OutgoingMessage): number {
  let bytes = utf8Length(message.body);
  for (const [name, value] of Object.entries(message.attributes ?? {})) {
    bytes += utf8Length(name) + ATTRIBUTE_TYPE.length + utf8Length(value);
  }
  return bytes;
}

/** The data type of every attribute that is sent. */
export const ATTRIBUTE_TYPE = "String";
