import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../json.ts";
import { inputPreview, redact } from "./redaction.ts";

const order: Json = {
  id: 7,
  card: { number: "4111", holder: "Ada" },
  users: [
    { name: "a", password: "p1" },
    { name: "b", password: "p2" },
  ],
  password: null,
};

describe("redact hides what lies at its paths", () => {
  it("hides values of any kind, in lists by * or by index", () => {
    expect(redact(order, ["card.number", "users.*.password", "password"])).toEqual({
      id: 7,
      card: { number: "[redacted]", holder: "Ada" },
      users: [
        { name: "a", password: "[redacted]" },
        { name: "b", password: "[redacted]" },
      ],
      password: "[redacted]",
    });
    expect(redact(order, ["users.1"])).toMatchObject({ users: [{ name: "a" }, "[redacted]"] });
    expect(redact(order, ["card", "users"])).toMatchObject({
      card: "[redacted]",
      users: "[redacted]",
    });
    expect(redact(order, ["*"])).toEqual({
      id: "[redacted]",
      card: "[redacted]",
      users: "[redacted]",
      password: "[redacted]",
    });
  });

  it("leaves alone what a path does not reach, and the value itself", () => {
    const before = JSON.stringify(order);
    expect(
      redact(order, ["nothing", "id.deeper", "card.number.digit", "users.password", "toString"]),
    ).toEqual(order);
    redact(order, ["card"]);
    expect(JSON.stringify(order)).toBe(before);
    expect(redact("text", ["a"])).toBe("text");
  });

  it("lets no secret through, wherever it lies", () => {
    const tree = fc.letrec<{ node: Json }>((tie) => ({
      node: fc.oneof(
        fc.constantFrom<Json>(1, null, "x"),
        fc.array(tie("node"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom("a", "b", "__proto__"), tie("node"), {
          maxKeys: 3,
          noNullPrototype: true,
        }),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (node) => {
        const value = { a: [{ secret: ["hunter2", node] }, { secret: "hunter2" }], node };
        expect(JSON.stringify(redact(value, ["a.*.secret"]))).not.toContain("hunter2");
      }),
    );
  });
});

describe("inputPreview is short and redacted", () => {
  it("renders, redacts, and cuts", () => {
    expect(inputPreview({ a: "secret", b: 1 }, ["a"])).toBe('{"a":"[redacted]","b":1}');
    expect(inputPreview(undefined, [])).toBeUndefined();
    expect(inputPreview("x".repeat(300), [])).toBe(`"${"x".repeat(254)}…`);
    expect(inputPreview("abc", [], 4)).toBe('"ab…');
  });

  it("cuts no character in half", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", minLength: 10 }),
        fc.integer({ min: 1, max: 20 }),
        (text, length) => {
          const preview = inputPreview(text, [], length) ?? "";
          expect(preview.isWellFormed()).toBe(true);
          expect(preview.length).toBeLessThanOrEqual(length);
        },
      ),
    );
  });

  it("shows nothing of what cannot be rendered", () => {
    const cycle: { self?: Json; password: string } = { password: "hunter2" };
    cycle.self = cycle as unknown as Json;
    expect(inputPreview(cycle as unknown as Json, ["password"])).toBe("[redacted]");
  });
});
