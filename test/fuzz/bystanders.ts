import { CeleriacError, type ErrorCode } from "@celeriac/core";
import { afterAll, beforeAll, expect } from "vitest";

const LONGEST_MESSAGE = 6000;

/** What may stand in no message: controls but for a list's line feeds, line separators, marks of direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
export const BREAKS_LINES = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;

/** Objects that a key such as `__proto__` reaches for. */
const BYSTANDERS: readonly object[] = [
  Object.prototype,
  Array.prototype,
  Function.prototype,
  String.prototype,
  Object,
];

/** After a file's tests, nothing that everybody shares may have changed. */
export function guardBystanders(): void {
  let before: readonly unknown[];
  beforeAll(() => {
    before = ownedByBystanders();
  });
  afterAll(() => {
    const after = ownedByBystanders();
    expect(after.length).toBe(before.length);
    expect(after.every((each, index) => Object.is(each, before[index]))).toBe(true);
  });
}

/** Every key and every value of them. */
function ownedByBystanders(): readonly unknown[] {
  return BYSTANDERS.flatMap((each) =>
    Reflect.ownKeys(each).flatMap((key) => [
      key,
      Object.getOwnPropertyDescriptor(each, key)?.value,
    ]),
  );
}

/** Runs a parser: what it throws has to be one of its documented errors, on few lines. Answers `undefined` then. */
export function documented<Value>(
  codes: readonly ErrorCode[],
  work: () => Value,
): Value | undefined {
  try {
    return work();
  } catch (error) {
    checkError(error, codes);
    return undefined;
  }
}

/** As {@link documented}, for what rejects. */
export async function documentedLater<Value>(
  codes: readonly ErrorCode[],
  work: () => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    checkError(error, codes);
    return undefined;
  }
}

function checkError(error: unknown, codes: readonly ErrorCode[]): void {
  if (!CeleriacError.is(error)) throw error;
  expect(codes).toContain(error.code);
  expect(error.message.length).toBeLessThan(LONGEST_MESSAGE);
  expect(error.message).not.toMatch(BREAKS_LINES);
}
