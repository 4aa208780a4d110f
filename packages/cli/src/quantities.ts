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
