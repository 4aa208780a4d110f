import { SQS_MAX_MESSAGE_BYTES } from "../limits.ts";

/** A body may not nest deeper, the envelope itself included. */
export const MAX_DEPTH = 64;
/** A body may not have more keys, all objects together. */
export const MAX_KEYS = 10_000;
/** No key may be longer, UTF-16 units. */
export const MAX_KEY_LENGTH = 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Says why a JSON text is more than a reader should take on, before it is parsed; `undefined` when it is not.
 * Counts brackets and colons outside strings in one pass, without recursion; whether it is JSON at all is not its business.
 */
export function textFault(text: string): string | undefined {
  // A unit is at most three bytes: short texts need no counting.
  if (text.length * 3 > SQS_MAX_MESSAGE_BYTES && utf8Length(text) > SQS_MAX_MESSAGE_BYTES) {
    return "it is longer than 1 MiB";
  }
  return structureFault(text, MAX_KEYS);
}

/** As {@link textFault}, of the depth only. */
export function depthFault(text: string): string | undefined {
  return structureFault(text, Number.POSITIVE_INFINITY);
}

function structureFault(text: string, mostKeys: number): string | undefined {
  let depth = 0;
  let keys = 0;
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case QUOTE:
        index = endOfString(text, index);
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth += 1;
        if (depth > MAX_DEPTH) return `it nests deeper than ${MAX_DEPTH}`;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        depth -= 1;
        break;
      case COLON:
        keys += 1;
        if (keys > mostKeys) return "it has more than 10,000 keys";
        break;
    }
  }
  return undefined;
}

/** The index of the quote that ends the string which begins at `start`; the text's end if none does. */
function endOfString(text: string, start: number): number {
  let index = start;
  do {
    index = text.indexOf('"', index + 1);
    if (index === -1) return text.length;
  } while (isEscaped(text, index));
  return index;
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(index - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}

/** The length of a text in UTF-8, bytes. A lone surrogate counts as the three bytes of its replacement. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 ? 1 : 2;
    // A pair is four bytes in two units.
    if (isPair(unit, text.charCodeAt(index + 1))) index += 1;
  }
  return bytes;
}

function isPair(high: number, low: number): boolean {
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}
