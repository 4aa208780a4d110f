import {
  decodeEnvelope,
  decodePayload,
  type Envelope,
  encodeEnvelope,
  MAX_DEPTH,
  toJson,
} from "@celeriac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documented, guardBystanders } from "./bystanders.ts";
import {
  anyHostile,
  damaged,
  hostileJson,
  hostileJsonText,
  mangled,
  RUNS,
  real,
} from "./hostile.ts";

guardBystanders();

const WIRE = {
  v: 1,
  i: "id-1",
  t: "images.resize",
  d: { a: [1, "two", null] },
  g: 0,
  q: 1_700_000_000_000,
  e: 1_700_000_000_001,
  x: 1_700_000_000_002,
  s: 1000,
  l: 2000,
  w: { i: "w", n: "n" },
  o: "root",
  p: "parent",
  n: "tenant",
  m: { k: "v" },
  c: "00-1-2-01",
  h: 0,
};
const STORED = { ...WIRE, d: undefined, r: { k: "inputs/id-1", b: 5 } };
const TICK = { ...WIRE, k: "2026-11-21T03:00:00Z", q: undefined };
const anyWire = fc.oneof(
  damaged(WIRE, hostileJson),
  damaged(STORED, hostileJson),
  damaged(TICK, hostileJson),
);

describe("any body is an envelope, a newer version, or malformed", () => {
  const takes = (body: string): void => {
    const answer = decodeEnvelope(body);
    if (answer.kind !== "envelope") return;
    expect(keysIn(answer.envelope)).not.toContain("__proto__");
    const again = encodeEnvelope(answer.envelope);
    expect(decodeEnvelope(again)).toEqual(answer);
    const { input, taskId } = answer.envelope;
    if (input?.kind === "stored") expect(input.key.startsWith(`inputs/${taskId}`)).toBe(true);
  };

  it("damaged ones; and what was taken is written and read again as it is", () => {
    fc.assert(
      fc.property(anyWire, (wire) => takes(JSON.stringify(wire))),
      { numRuns: RUNS },
    );
  });

  it("mangled ones, and any other JSON", () => {
    const beyond = anyWire.map((wire) => JSON.stringify(wire).replaceAll("null", "1e400"));
    const text = fc.oneof(beyond, mangled(beyond), hostileJsonText);
    fc.assert(fc.property(text, takes), { numRuns: RUNS });
  });
});

describe("any value is JSON within limits, or refused", () => {
  it("as an input or a result", () => {
    fc.assert(
      fc.property(anyHostile, (value) => {
        const json = documented(["not-serialisable", "payload-too-large"], () =>
          toJson(real(value), "the input"),
        );
        if (json === undefined) return;
        expect(decodePayload(json.text)).toEqual({ ok: true, value: json.value });
      }),
      { numRuns: RUNS },
    );
  });

  it("as a field of an envelope", () => {
    const valid: Envelope = {
      version: 1,
      taskId: "id",
      task: "t",
      generation: 0,
      enqueuedAt: 5,
      hops: 0,
      input: { kind: "inline", value: 1 },
      tags: { a: "b" },
      tenant: "t",
    };
    fc.assert(
      fc.property(damaged({ ...valid }, hostileJson), (envelope) => {
        const body = documented(["invalid-options", "not-serialisable", "payload-too-large"], () =>
          encodeEnvelope({ ...envelope, version: 1 } as unknown as Envelope),
        );
        if (body !== undefined) expect(decodeEnvelope(body).kind).toBe("envelope");
      }),
      { numRuns: RUNS },
    );
  });

  it("as a text of the payload store", () => {
    fc.assert(
      fc.property(hostileJsonText, (text) => {
        const answer = decodePayload(text);
        if (answer.ok) expect(depthOf(answer.value)).toBeLessThanOrEqual(MAX_DEPTH);
        else expect(answer.fault.length).toBeLessThan(100);
      }),
      { numRuns: RUNS },
    );
  });
});

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function keysIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysIn(inner)]);
}
