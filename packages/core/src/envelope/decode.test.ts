import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CeleriacError } from "../errors/celeriac-error.ts";
import { type DecodeAnswer, decodeEnvelope } from "./decode.ts";

const VALID = { v: 1, i: "id", t: "a.b", g: 0, q: 5, h: 0 };
const FULL = {
  ...VALID,
  d: { n: [1, { a: "b" }] },
  e: 6,
  x: 7,
  s: 8,
  l: 9,
  w: { i: "w", n: "0" },
  o: "root",
  p: "parent",
  n: "tenant",
  m: { a: "b" },
  c: "00-11-22-01",
};

const decode = (value: unknown): DecodeAnswer => decodeEnvelope(JSON.stringify(value));

function faultOf(body: string): string {
  const answer = decodeEnvelope(body);
  if (answer.kind !== "malformed") throw new Error(`it was taken as ${answer.kind}`);
  expect(answer.error.code).toBe("undecodable");
  return answer.error.message.replace("the message body is no envelope: ", "");
}

describe("decodeEnvelope takes what is an envelope", () => {
  it("passes over keys that it does not know: a newer writer may add some", () => {
    expect(decode({ ...VALID, zz: { deep: [1] } })).toEqual({
      kind: "envelope",
      envelope: { version: 1, taskId: "id", task: "a.b", generation: 0, enqueuedAt: 5, hops: 0 },
    });
  });

  it("tells a newer version, whatever else it says", () => {
    expect(decode({ v: 2, entirely: "different" })).toEqual({ kind: "newer-version", version: 2 });
  });

  it("takes harmless keys that look dangerous", () => {
    expect(decode({ ...VALID, d: { constructor: 1, prototype: { constructor: {} } } }).kind).toBe(
      "envelope",
    );
  });
});

describe("decodeEnvelope refuses everything else, and says why", () => {
  it.each<[string, string]>([
    ["", "it is not a JSON object"],
    ["hello", "it is not a JSON object"],
    ["null", "it is not a JSON object"],
    ["[]", "it is not a JSON object"],
    ['{"v":1', "it is not a JSON object"],
    ["{}", 'the version ("v") is undefined: expected a whole number from 1'],
    ['{"v":"1"}', 'the version ("v") is "1": expected a whole number from 1'],
    ['{"v":0}', 'the version ("v") is 0: expected a whole number from 1'],
    ['{"v":1.5}', 'the version ("v") is 1.5: expected a whole number from 1'],
    ["x".repeat(1_048_577), "it is longer than 1 MiB"],
    ["€".repeat(349_526), "it is longer than 1 MiB"],
    ["[".repeat(1_048_576), "it nests deeper than 64"],
    [`{"a":${"[".repeat(64)}`, "it nests deeper than 64"],
    [`{${'"a":1,'.repeat(10_001)}`, "it has more than 10,000 keys"],
    ['{"v":1,"d":{"a":[{"__proto__":1}]}}', 'it has the key "__proto__"'],
    ['{"v":2,"__proto__":{}}', 'it has the key "__proto__"'],
    ['{"v":1,"d":{"\\u005f_proto__":1}}', 'it has the key "__proto__"'],
    ['{"v":1,"d":{"constructor":{"prototype":1}}}', 'it has the key "constructor.prototype"'],
    [`{"v":1,"d":{"${"k".repeat(1025)}":1}}`, "it has a key of more than 1024 characters"],
    ['{"v":1,"d":1e400}', "it has a number beyond 1.8e308"],
    ['{"v":1,"d":{"a":[-1e400]}}', "it has a number beyond 1.8e308"],
  ])("%#", (body, fault) => {
    expect(faultOf(body)).toBe(fault);
  });

  it.each<[object, string]>([
    [
      { i: undefined },
      'the task id ("i") is undefined: expected 1 to 128 of A-Z a-z 0-9 . _ : -, not dots alone',
    ],
    [{ i: "a/b" }, 'the task id ("i") is "a/b"'],
    [{ i: "x".repeat(129) }, 'the task id ("i") is'],
    [{ t: "" }, 'the task ("t") is ""'],
    [{ t: 5 }, 'the task ("t") is 5'],
    [{ g: -1 }, 'the generation ("g") is -1: expected a whole number, 0 to 1,000,000'],
    [{ g: 0.5 }, 'the generation ("g") is 0.5'],
    [{ g: 1_000_001 }, 'the generation ("g") is 1000001'],
    [{ g: null }, 'the generation ("g") is null'],
    [{ q: -1 }, 'the enqueued-at ("q") is -1: expected whole ms since 1970'],
    [{ q: 8_640_000_000_000_001 }, 'the enqueued-at ("q") is'],
    [{ q: "5" }, 'the enqueued-at ("q") is "5"'],
    [{ q: undefined }, 'the enqueued-at ("q") is undefined'],
    [{ k: 5 }, 'the tick ("k") is 5: expected an instant such as 2026-11-21T03:00:00Z'],
    [{ k: "<aws.scheduler.scheduled-time>" }, 'the tick ("k") is "<aws.scheduler.scheduled-time>"'],
    [{ k: "2026-02-30T00:00:00Z" }, 'the tick ("k") is'],
    [{ k: "2026-02-28T00:00:00" }, 'the tick ("k") is'],
    [{ k: "1969-12-31T23:59:59Z" }, 'the tick ("k") is'],
    [{ h: undefined }, 'the hops ("h") is undefined'],
    [{ e: 1.5 }, 'the eta ("e") is 1.5'],
    [{ x: null }, 'the expires ("x") is null'],
    [{ s: 0 }, 'the soft time limit ("s") is 0: expected whole ms from 1'],
    [{ l: "1s" }, 'the time limit ("l") is "1s"'],
    [{ w: { i: "a" } }, 'the workflow ("w") is an object: expected an id and a node'],
    [{ w: { i: "a b", n: "0" } }, 'the workflow ("w")'],
    [{ w: [] }, 'the workflow ("w")'],
    [{ o: "" }, 'the root id ("o") is ""'],
    [{ p: 5 }, 'the parent id ("p") is 5'],
    [{ n: "two words" }, 'the tenant ("n") is "two words"'],
    [{ n: "x".repeat(129) }, 'the tenant ("n") is'],
    [{ m: [] }, 'the tags ("m") is an array of 0'],
    [{ m: { a: 1 } }, 'the tags ("m") is an object'],
    [{ m: { "": "a" } }, 'the tags ("m")'],
    [{ m: { ["k".repeat(129)]: "a" } }, 'the tags ("m")'],
    [{ m: { a: "x".repeat(257) } }, 'the tags ("m")'],
    [
      { m: Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`k${n}`, ""])) },
      'the tags ("m")',
    ],
    [{ c: "x".repeat(257) }, 'the trace ("c") is'],
    [{ c: "\u0000" }, 'the trace ("c") is'],
    [
      { d: undefined, r: { k: "a b", b: 1 } },
      'the stored input ("r") is an object: expected a key under inputs/ and the task id, and a length in bytes',
    ],
    [{ d: undefined, r: { k: "inputs/other", b: 1 } }, 'the stored input ("r")'],
    [{ d: undefined, r: { k: "results/id/owner", b: 1 } }, 'the stored input ("r")'],
    [{ d: undefined, r: { k: "inputs/id/../other", b: 1 } }, 'the stored input ("r")'],
    [{ d: undefined, r: { k: "inputs/id//a", b: 1 } }, 'the stored input ("r")'],
    [{ d: undefined, r: { k: "/inputs/id", b: 1 } }, 'the stored input ("r")'],
    [{ i: ".." }, 'the task id ("i") is ".."'],
    [{ d: undefined, r: { k: "inputs/id", b: -1 } }, 'the stored input ("r")'],
    [{ d: undefined, r: { k: "inputs/id", b: 33_554_433 } }, 'the stored input ("r")'],
    [{ d: undefined, r: "key" }, 'the stored input ("r") is "key"'],
    [{ r: { k: "inputs/id", b: 1 } }, 'it has both an inline input ("d") and a stored one ("r")'],
  ])("%#", (change, fault) => {
    expect(faultOf(JSON.stringify({ ...FULL, ...change }))).toContain(fault);
  });

  it("quotes nothing of the input, which may be a secret", () => {
    expect(faultOf('{"v":1,"d":"hunter2",')).not.toContain("hunter2");
    expect(faultOf('{"v":1,"d":"hunter2"}')).not.toContain("hunter2");
  });
});

describe("decodeEnvelope never throws", () => {
  const takes = (body: string): void => {
    const answer = decodeEnvelope(body);
    expect(["envelope", "newer-version", "malformed"]).toContain(answer.kind);
    if (answer.kind === "malformed")
      expect(CeleriacError.is(answer.error, "undecodable")).toBe(true);
  };

  it("at any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), takes));
    fc.assert(fc.property(fc.json(), takes));
    for (const value of [undefined, null, 5, {}, []]) takes(value as never);
  });

  it("at an envelope with any value in any field", () => {
    const key = fc.constantFrom(...Object.keys(FULL), "r", "__proto__");
    fc.assert(
      fc.property(key, fc.jsonValue(), (name, value) => {
        takes(JSON.stringify({ ...FULL, [name]: value }));
      }),
      { numRuns: 500 },
    );
  });

  it("at an envelope with a piece cut out, or put in", () => {
    const body = JSON.stringify(FULL);
    fc.assert(
      fc.property(
        fc.nat(body.length),
        fc.nat(20),
        fc.string({ unit: "binary" }),
        (at, cut, put) => {
          takes(body.slice(0, at) + put + body.slice(at + cut));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
