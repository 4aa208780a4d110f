import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../json.ts";
import { decodeEnvelope } from "./decode.ts";
import { encodeEnvelope, fitsInline } from "./encode.ts";
import type { Envelope } from "./envelope.ts";
import type { Payload } from "./payload.ts";
import { MAX_DEPTH, MAX_KEYS } from "./text-limits.ts";

const SMALLEST: Envelope = {
  version: 1,
  taskId: "0190-a",
  task: "images.resize",
  generation: 0,
  enqueuedAt: 1_700_000_000_000,
  hops: 0,
};
const FULL: Envelope = {
  ...SMALLEST,
  tick: 1_699_999_999_000,
  input: { kind: "inline", value: { imageId: "a", sizes: [1, 2.5, null, true], "": {} } },
  generation: 1_000_000,
  eta: 1_700_000_060_000,
  expires: 8_640_000_000_000_000,
  softTimeLimitMs: 1,
  timeLimitMs: 60_000,
  workflow: { id: "w-1", node: "0/1" },
  rootId: "root",
  parentId: "parent",
  tenant: "acme:eu",
  tags: { order: "17", né: "😀" },
  unique: "ключ #1",
  trace: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  hops: 3,
};

const withInput = (value: Json): Envelope => ({ ...SMALLEST, input: { kind: "inline", value } });

function decoded(body: string): Envelope {
  const answer = decodeEnvelope(body);
  if (answer.kind !== "envelope") throw new Error(`not an envelope: ${JSON.stringify(answer)}`);
  return answer.envelope;
}

const anyText = fc.string({ unit: "binary", maxLength: 40 });
/** Lone surrogates and noncharacters, which are texts in JavaScript too. */
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));
const id = fc.stringMatching(/^[\w.:-]{1,128}$/).filter((text) => /[^.]/.test(text));
const instant = fc.nat(8_640_000_000_000_000);
/** Scheduler writes years of four digits. */
const instantOfFourDigits = fc.nat(Date.parse("9999-12-31T23:59:59.999Z"));
const harmlessKey = fc
  .oneof(anyText, anyUnits)
  .filter((key) => !["__proto__", "constructor"].includes(key));
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<Json>(null, true, false, 0, ""),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    anyText,
    anyUnits,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(harmlessKey, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;
const payload: fc.Arbitrary<Payload> = fc.oneof(
  json.map((value): Payload => ({ kind: "inline", value })),
  fc.record({
    kind: fc.constant("stored" as const),
    key: fc.constantFrom("", "/1", "/2/edited"),
    bytes: fc.nat(33_554_432),
  }),
);
const anyFields = fc.record(
  {
    version: fc.constant(1 as const),
    taskId: id,
    task: id,
    input: payload,
    generation: fc.nat(1_000_000),
    enqueuedAt: instant,
    tick: instantOfFourDigits,
    eta: instant,
    expires: instant,
    softTimeLimitMs: fc.integer({ min: 1 }),
    timeLimitMs: fc.integer({ min: 1 }),
    workflow: fc.record({ id, node: fc.stringMatching(/^[!-~]{1,256}$/) }),
    rootId: id,
    parentId: id,
    tenant: fc.stringMatching(/^[!-~]{1,128}$/),
    tags: fc.dictionary(
      harmlessKey.filter((key) => key !== ""),
      fc.oneof(anyText, anyUnits),
      {
        maxKeys: 32,
        noNullPrototype: true,
      },
    ),
    unique: anyText.filter((text) => text !== ""),
    trace: fc.stringMatching(/^[!-~]{1,256}$/),
    hops: fc.nat(1_000_000),
  },
  {
    requiredKeys: ["version", "taskId", "task", "generation", "enqueuedAt", "hops"],
    noNullPrototype: true,
  },
);

/** A stored input lies under its task's id. */
const anyEnvelope = anyFields.map((fields) => {
  const { input, taskId } = fields;
  if (input?.kind !== "stored") return fields;
  return { ...fields, input: { ...input, key: `inputs/${taskId}${input.key}` } };
});

describe("An envelope survives the wire", () => {
  it("comes back as it was, whole or small", () => {
    expect(decoded(encodeEnvelope(FULL))).toEqual(FULL);
    expect(decoded(encodeEnvelope(SMALLEST))).toEqual(SMALLEST);
    expect(Object.keys(decoded(encodeEnvelope(SMALLEST)))).not.toContain("input");
  });

  it("comes back as it was with any text in it, and travels in characters that AWS takes", () => {
    fc.assert(
      fc.property(anyEnvelope, (envelope) => {
        const body = encodeEnvelope(envelope);
        expect(decoded(body)).toEqual(envelope);
        // SQS's characters (SendMessage), without any that UTF-16 writes in two units, and without Scheduler's "<".
        expect(body).toMatch(/^[\t\n\r\u0020-\u003b\u003d-\u007e\u00a0-\ud7ff\ue000-\ufffd]*$/);
      }),
      { numRuns: 300 },
    );
  });

  it("tells no input from null", () => {
    expect(decoded(encodeEnvelope(withInput(null))).input).toEqual({ kind: "inline", value: null });
    expect(decoded(encodeEnvelope({ ...SMALLEST, input: undefined })).input).toBeUndefined();
  });

  it("has the documented form: other versions of the code read it", () => {
    expect(encodeEnvelope(FULL)).toBe(
      '{"v":1,"i":"0190-a","k":"2023-11-14T22:13:19Z","t":"images.resize","d":{"imageId":"a","sizes":[1,2.5,null,true],"":{}},' +
        '"g":1000000,"q":1700000000000,"e":1700000060000,"x":8640000000000000,"s":1,"l":60000,' +
        '"w":{"i":"w-1","n":"0/1"},"o":"root","p":"parent","n":"acme:eu","m":{"order":"17","né":"\\ud83d\\ude00"},' +
        '"u":"ключ #1","c":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01","h":3}',
    );
    const stored: Envelope = {
      ...SMALLEST,
      input: { kind: "stored", key: "inputs/0190-a", bytes: 9 },
    };
    const tick = { ...SMALLEST, enqueuedAt: 1_700_000_000_000, tick: 1_700_000_000_000 };
    expect(encodeEnvelope(tick)).toBe(
      '{"v":1,"i":"0190-a","k":"2023-11-14T22:13:20Z","t":"images.resize","g":0,"h":0}',
    );
    expect(decoded(encodeEnvelope(tick))).toEqual(tick);
    expect(encodeEnvelope(stored)).toBe(
      '{"v":1,"i":"0190-a","t":"images.resize","r":{"k":"inputs/0190-a","b":9},"g":0,"q":1700000000000,"h":0}',
    );
  });

  it("keeps Scheduler from replacing its own attributes inside an input", () => {
    const body = encodeEnvelope(withInput("<aws.scheduler.execution-id>"));
    expect(body).not.toContain("<");
    expect(decoded(body).input).toEqual({ kind: "inline", value: "<aws.scheduler.execution-id>" });
  });
});

describe("encodeEnvelope refuses what no reader would take", () => {
  it.each<[Partial<Envelope>, string, string]>([
    [
      { taskId: "a b" },
      "invalid-options",
      'the task id ("i") is "a b": expected 1 to 128 of A-Z a-z 0-9 . _ : -, not dots alone',
    ],
    [
      { tick: 253_402_300_800_000 },
      "invalid-options",
      'the tick ("k") is "+010000-01-01T00:00:00Z": expected an instant such as 2026-11-21T03:00:00Z',
    ],
    [
      { tick: Number.NaN },
      "invalid-options",
      'the tick ("k") is "NaN": expected an instant such as 2026-11-21T03:00:00Z',
    ],
    [
      { generation: 1_000_001 },
      "invalid-options",
      'the generation ("g") is 1000001: expected a whole number, 0 to 1,000,000',
    ],
    [
      { tenant: "ä" },
      "invalid-options",
      'the tenant ("n") is "ä": expected 1 to 128 letters, digits and punctuation of ASCII, without spaces',
    ],
    [
      { input: { kind: "inline", value: JSON.parse('{"__proto__":1}') as Json } },
      "not-serialisable",
      'its input has the key "__proto__": expected other names',
    ],
    [
      { input: { kind: "inline", value: "x".repeat(1_048_576) } },
      "payload-too-large",
      "it is longer than 1 MiB: store the input and send its reference",
    ],
    [
      { input: { kind: "inline", value: Array.from({ length: 10_001 }, () => ({ a: 1 })) } },
      "payload-too-large",
      "it has more than 10,000 keys: store the input and send its reference",
    ],
  ])("%#", (change, code, message) => {
    const envelope = { ...SMALLEST, ...change };
    const id = envelope.taskId === "a b" ? '"a b"' : envelope.taskId;
    expect(() => encodeEnvelope(envelope)).toThrow(
      expect.objectContaining({
        code,
        message: `the message of task images.resize (${id}) cannot be sent: ${message}`,
      }),
    );
  });
});

describe("fitsInline says beforehand what a message can hold", () => {
  const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  const keyed = (keys: number): string => `[${Array(keys).fill('{"a":1}').join(",")}]`;

  it("is true for what then can be sent", () => {
    for (const text of ["null", nested(MAX_DEPTH - 1), keyed(MAX_KEYS - 56)]) {
      expect(fitsInline(text)).toBe(true);
      expect(() =>
        encodeEnvelope({ ...FULL, input: { kind: "inline", value: JSON.parse(text) as Json } }),
      ).not.toThrow();
    }
  });

  it("is false for what is too long, too deep or too rich", () => {
    expect(fitsInline(JSON.stringify("x".repeat(1_048_576)))).toBe(false);
    expect(fitsInline(nested(MAX_DEPTH))).toBe(false);
    expect(fitsInline(keyed(MAX_KEYS))).toBe(false);
  });
});
