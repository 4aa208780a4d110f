import { CeleriacError, type Duration, parseDuration } from "@celeriac/core";
import { InvalidArgumentError } from "commander";

/** Reads a duration, such as `200ms`, for commander. In ms. */
export function durationMs(text: string): number {
  try {
    return parseDuration(text as Duration, "it");
  } catch (error) {
    if (!CeleriacError.is(error)) throw error;
    throw new InvalidArgumentError('Expected a duration, such as "250ms", "30s" or "5m".');
  }
}

/** Checks a duration for commander, and answers it as it is. */
export function duration(text: string): Duration {
  durationMs(text);
  return text as Duration;
}

/** Reads an instant for commander, such as `2026-12-24T18:00:00Z`; without a zone it is the machine's own. */
export function instant(text: string): Date {
  const at = /^\d{4}-\d\d-\d\d(T|$)/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(at.getTime())) return at;
  throw new InvalidArgumentError('Expected an instant, such as "2026-12-24T18:00:00Z".');
}

/** Reads a length of time from now, or an instant, for commander. */
export function durationOrInstant(text: string): Duration | Date {
  return /^\d{4}-/.test(text) ? instant(text) : duration(text);
}

/** Adds `name=value` to the tags that were said before, for commander. */
export function addTag(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const at = text.indexOf("=");
  if (at > 0) return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
  throw new InvalidArgumentError("Expected name=value.");
}

/** Adds one more to what was said before, for commander: an option that may be repeated. */
export function addOne(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** Reads how many a second, such as `50` or `0.5`, for commander. */
export function perSecond(text: string): number {
  const rate = average(text);
  if (rate > 0) return rate;
  throw new InvalidArgumentError("Expected a number a second, more than 0.");
}

const UNIT_BYTES: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
};

/** Reads a size, such as `1KB` or `1.5 MB`, for commander. In bytes; a KB has 1,024. */
export function sizeBytes(text: string): number {
  const [, count, unit] = /^(\d{1,9}(?:\.\d{1,6})?) ?(b|kb|mb|gb)$/i.exec(text) ?? [];
  const bytes = Math.round(Number(count) * (UNIT_BYTES[unit?.toLowerCase() ?? ""] ?? Number.NaN));
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new InvalidArgumentError('Expected a size, such as "200B", "1KB" or "0.5 MB".');
}

/** Reads the memory of a function or worker for commander. In MB. */
export function memoryMb(text: string): number {
  const megabytes = sizeBytes(text) / 1024 ** 2;
  if (megabytes >= 128 && Number.isInteger(megabytes)) return megabytes;
  throw new InvalidArgumentError('Expected whole megabytes from "128 MB" on.');
}

/** Reads a whole number from 1 on for commander; `1_000_000` and `1,000,000` too. */
export function wholeNumber(text: string): number {
  const count = /^\d[\d_,]{0,17}$/.test(text) ? Number(text.replaceAll(/[_,]/g, "")) : Number.NaN;
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new InvalidArgumentError("Expected a whole number from 1 on.");
}

/** Reads an average from 0 on, such as `0.05`, for commander. */
export function average(text: string): number {
  const count = /^\d{1,4}(?:\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(count)) return count;
  throw new InvalidArgumentError("Expected a number from 0 on, such as 0.05.");
}
