import type { Json } from "../json.ts";

/**
 * An input or a result as it travels: inline, or by reference when it is larger than the threshold.
 * An absent value (`undefined`) is an absent payload, never `null`.
 */
export type Payload = InlinePayload | StoredPayload;

export interface InlinePayload {
  readonly kind: "inline";
  readonly value: Json;
}

/** The value lies in the payload store, as JSON in UTF-8. */
export interface StoredPayload {
  readonly kind: "stored";
  /** The store's key; made of the task id only, never an URL or an ARN. Of an input: `inputs/<task id>`. */
  readonly key: string;
  /** The length of the JSON text in bytes. */
  readonly bytes: number;
}
