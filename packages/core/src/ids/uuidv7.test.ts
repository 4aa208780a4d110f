import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTaskId } from "../envelope/syntax.ts";
import { uuidv7 } from "./uuidv7.ts";

const hex = fc.stringMatching(/^[0-9a-f]{20}$/);
const time = fc.nat(2 ** 48 - 1);

describe("uuidv7 makes an id of its time and chance", () => {
  it("is RFC 9562's example", () => {
    // RFC 9562, appendix A.6: rand_a = cc3, rand_b = 18c4dc0c0c07398f.
    expect(uuidv7(0x017f22e279b0, "cc398c4dc0c0c07398f0")).toBe(
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    );
  });

  it("has the form of a version 7, and is a task id", () => {
    fc.assert(
      fc.property(time, hex, (now, random) => {
        const id = uuidv7(now, random);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(isTaskId(id)).toBe(true);
        expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(now);
      }),
    );
  });

  it("sorts by time", () => {
    fc.assert(
      fc.property(time, time, hex, hex, (a, b, first, second) => {
        fc.pre(a < b);
        expect(uuidv7(a, first) < uuidv7(b, second)).toBe(true);
      }),
    );
  });

  it("differs wherever its chance does, but for two bits of the variant", () => {
    fc.assert(
      fc.property(hex, hex, (a, b) => {
        const used = (random: string): string =>
          `${random.slice(0, 3)}${Number.parseInt(random.charAt(3), 16) % 4}${random.slice(4, 19)}`;
        expect(uuidv7(0, a) === uuidv7(0, b)).toBe(used(a) === used(b));
      }),
    );
  });

  it.each(["", "abc", "0123456789ABCDEF0123", "0123456789abcdef012"])(
    "refuses %j for chance",
    (random) => {
      expect(() => uuidv7(0, random)).toThrow("uuidv7 needs 20 random hexadecimal digits or more");
    },
  );
});
