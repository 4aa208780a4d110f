import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/**
 * How one kind of field is written to an attribute, and read back. `undefined` is an absent attribute, or one of another
 * type; `decode` throws for what no encoder writes.
 */
export interface AttributeCodec {
  readonly encode: (value: unknown) => AttributeValue | undefined;
  readonly decode: (attribute: AttributeValue) => unknown;
}

export const text: AttributeCodec = {
  // half a surrogate pair (a preview cut in the middle of one) would make DynamoDB refuse the whole write
  encode: (value) => (value === undefined ? undefined : { S: String(value).toWellFormed() }),
  decode: (attribute) => attribute.S,
};

export const number: AttributeCodec = {
  encode: (value) => (value === undefined ? undefined : { N: String(value) }),
  decode: (attribute) => (attribute.N === undefined ? undefined : wholeNumber(attribute.N)),
};

export const flag: AttributeCodec = {
  encode: (value) => (value === undefined ? undefined : { BOOL: value === true }),
  decode: (attribute) => attribute.BOOL,
};

export const json: AttributeCodec = {
  encode: (value) => (value === undefined ? undefined : { S: JSON.stringify(value) }),
  decode: (attribute) => (attribute.S === undefined ? undefined : JSON.parse(attribute.S)),
};

/** Every number of a record is a count or an instant. */
function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number)) return number;
  throw new RangeError("not a whole number");
}
