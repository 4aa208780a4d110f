import fc from "fast-check";

/** How many values each property is tried on. */
export const RUNS = 10_000;

/** What has broken parsers before, one of each. */
const NASTY_TEXTS: readonly string[] = [
  "",
  " ",
  "\u0000",
  "\ud800",
  "\udc00x",
  "\ufffe\uffff",
  "\u202egnp.exe",
  `e${"\u0301".repeat(500)}`,
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "../../etc/passwd",
  "..",
  ".",
  "%2e%2e%2f",
  "'; DROP TABLE tasks; --",
  '"}]}',
  "<aws.scheduler.execution-id>",
  "a\r\nb: c",
  "0x10",
  "1e400",
  "-0",
  "NaN",
  "x".repeat(129),
  "x".repeat(100_000),
  "9".repeat(400),
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NASTY_TEXTS),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({ maxLength: 200 }),
);

const hostileNumber = fc.constantFrom(
  ...[0, -0, 1, -1, 0.5, 1e308, -1e308, 2 ** 53, 8.64e15 + 1, 5e-324],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
);

/** What JSON can say, hostile keys and all; `__proto__` is a key of its own, as JSON.parse makes it. */
export const hostileJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    hostileText,
    hostileNumber,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .array(fc.tuple(hostileText, tie("value")), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).value;

const thrower = (): never => {
  throw new Error("a trap");
};

const revoked = (target: object): unknown => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};

const every = (trap: () => never): ProxyHandler<object> => ({
  get: trap,
  has: trap,
  ownKeys: trap,
  getPrototypeOf: trap,
  getOwnPropertyDescriptor: trap,
});

/** A value that is made where it is used: fast-check looks into what it hands over, and would meet the traps itself. */
class Made {
  readonly make: () => unknown;
  constructor(make: () => unknown) {
    this.make = make;
  }
}

/** Makes what is to be made: the value itself, or the values of an object or a list. */
export function real(value: unknown): unknown {
  if (value instanceof Made) return value.make();
  if (Array.isArray(value)) return value.some(isMade) ? value.map(real) : value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (!entries.some(([, each]) => isMade(each))) return value;
  return Object.fromEntries(entries.map(([key, each]) => [key, real(each)]));
}

function isMade(value: unknown): boolean {
  return value instanceof Made;
}

/** What only code can hand over: getters, proxies and conversions that throw, cycles, depth, width. See {@link real}. */
const hostileObject: fc.Arbitrary<unknown> = fc
  .constantFrom<(() => unknown)[]>(
    () => ({
      get a() {
        return thrower();
      },
    }),
    () => ({
      get a() {
        throw revoked({});
      },
    }),
    () => ({
      get tenant() {
        throw revoked({});
      },
    }),
    () => new Proxy({}, every(thrower)),
    () => new Proxy([], every(thrower)),
    () => revoked({}),
    () => revoked([]),
    () => ({ toJSON: thrower }),
    () => ({ toJSON: () => ({ toJSON: thrower }) }),
    () => ({ toString: thrower, valueOf: thrower, [Symbol.toPrimitive]: thrower }),
    () => Object.create(null),
    () => Object.create(Date.prototype),
    () => new Date(Number.NaN),
    () => new Map([[1, 2]]),
    () => Symbol("s"),
    () => 10n ** 1000n,
    () => thrower,
    () => undefined,
    () => {
      const cycle: unknown[] = [];
      cycle.push(cycle);
      return cycle;
    },
    () => {
      let deep: unknown = 1;
      for (let level = 0; level < 5000; level += 1) deep = { deep };
      return deep;
    },
    () => {
      let wide: unknown = "x".repeat(100_000);
      for (let level = 0; level < 40; level += 1) wide = [wide, wide];
      return wide;
    },
    () => Array.from({ length: 20_000 }, (_, index) => index),
  )
  .map((make) => new Made(make));

export const anyHostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: hostileJson },
  { weight: 2, arbitrary: hostileObject },
  { weight: 1, arbitrary: hostileText },
);

/** An object of these keys in which a few values are hostile, one may be missing, and a strange key may be there. */
export function damaged(
  valid: Readonly<Record<string, unknown>>,
  values: fc.Arbitrary<unknown> = anyHostile,
): fc.Arbitrary<Record<string, unknown>> {
  const key = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...Object.keys(valid)) },
    { weight: 1, arbitrary: hostileText },
  );
  return fc
    .array(fc.tuple(key, values), { minLength: 0, maxLength: 3 })
    .map((changes) => Object.fromEntries([...Object.entries(valid), ...changes]));
}

/** A JSON text that is cut, doubled or has a piece of another in it. */
export function mangled(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(text, fc.nat(), fc.nat(), hostileText, fc.constantFrom("keep", "cut", "insert", "swap"))
    .map(([whole, a, b, piece, how]) => {
      const at = a % (whole.length + 1);
      const to = at + (b % (whole.length - at + 1));
      if (how === "cut") return whole.slice(0, at);
      if (how === "insert") return whole.slice(0, at) + piece.slice(0, 200) + whole.slice(at);
      return how === "swap" ? whole.slice(0, at) + piece.slice(0, 200) + whole.slice(to) : whole;
    });
}

/** JSON with what JSON.stringify cannot write: numbers beyond all numbers, doubled keys. */
export const hostileJsonText: fc.Arbitrary<string> = mangled(
  hostileJson.map((value) =>
    (JSON.stringify(value) ?? "null").replaceAll("null", "1e400").replaceAll('""', '"__proto__"'),
  ),
);
