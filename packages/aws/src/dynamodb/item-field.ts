import { CeleriacError } from "@celeriac/core";
import type { AttributeCodec } from "./attribute-codecs.ts";
import type { Item } from "./task-item.ts";

/** Reads a field that an item must have. @throws {CeleriacError} `undecodable`: somebody else has written there. */
export type ItemField = <Value>(name: string, codec: AttributeCodec) => Value;

/** @param what names the item in the error: no value of it is shown */
export function fieldsOf(item: Item, what: string): ItemField {
  return <Value>(name: string, codec: AttributeCodec): Value => {
    const value = decode(item[name], codec);
    if (value !== undefined) return value as Value;
    throw new CeleriacError(
      "undecodable",
      `${what} has no ${JSON.stringify(name)} that can be read: something else than Celeriac has written it; delete the item`,
      { details: { field: name, item: item["sk"]?.S } },
    );
  };
}

function decode(attribute: Item[string] | undefined, codec: AttributeCodec): unknown {
  if (attribute === undefined) return undefined;
  try {
    return codec.decode(attribute);
  } catch {
    return undefined;
  }
}
