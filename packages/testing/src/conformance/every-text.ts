const FIRST_SURROGATE = 0xd800;
const AFTER_SURROGATES = 0xe000;

/** Every Unicode scalar value from `first` to `last`, in order: no half of a surrogate pair. */
export function everyCharacter(first: number, last: number): string {
  const parts: string[] = [];
  for (let code = first; code <= last; code += 1) {
    if (code < FIRST_SURROGATE || code >= AFTER_SURROGATES) parts.push(String.fromCodePoint(code));
  }
  return parts.join("");
}

/** The Basic Multilingual Plane and the ends of every plane above it. */
export function everyKindOfText(): string {
  const planes = Array.from({ length: 16 }, (_, index) => {
    const start = (index + 1) * 0x10000;
    return everyCharacter(start, start + 7) + everyCharacter(start + 0xfff0, start + 0xffff);
  });
  return everyCharacter(0, 0xffff) + planes.join("");
}
