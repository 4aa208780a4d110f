import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { refusedBySchema } from "./schema-refusal.ts";

describe("a refusal by a schema", () => {
  it("names every refused path", () => {
    const schema = z.object({ user: z.object({ age: z.number() }), ids: z.array(z.string()) });
    const value = { user: { age: "x" }, ids: ["a", 1] };
    const issues = schema["~standard"].validate(value) as { issues: [] };
    const error = refusedBySchema("invalid-input", "the input of task t", issues.issues, value);
    expect(error.code).toBe("invalid-input");
    expect(error.message).toMatch(/^the input of task t was refused by its schema: user\.age: /);
    expect(error.details["issues"]).toMatchObject([{ path: "user.age" }, { path: "ids.1" }]);
  });

  it("speaks of the whole value where there is no path", () => {
    const error = refusedBySchema("invalid-output", "it", [{ message: "no" }]);
    expect(error.message).toBe("it was refused by its schema: (the whole value): no");
  });

  it.each([
    [{ password: "hunter2-secret" }, "hunter2-secret"],
    [{ password: 4_929_123_412_341_234 }, "4929123412341234"],
    [{ password: "ab" }, '"ab"'],
    [{ password: 'quo"ted' }, 'quo"ted'],
  ])("never shows the value, also where the library quotes it: %o", (value, shown) => {
    const schema = v.object({ password: v.picklist(["never"]) });
    const { issues } = schema["~standard"].validate(value) as { issues: { message: string }[] };
    const raw = issues.map((issue) => issue.message).join();
    expect(raw).toContain(shown);
    expect(refusedBySchema("invalid-input", "it", issues, value).message).not.toContain(shown);
  });

  it("never shows what lies in the value, where a message about all of it quotes that", () => {
    const value = { user: { password: "hunter2-secret", pin: 48_213 } };
    const issues = [{ message: "no user hunter2-secret with 48213", path: [] }];
    expect(refusedBySchema("invalid-input", "it", issues, value).message).toBe(
      "it was refused by its schema: (the whole value): no user … with …",
    );
  });

  it("survives a value that throws when it is looked at", () => {
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("no");
        },
        getOwnPropertyDescriptor: () => {
          throw new Error("no");
        },
      },
    );
    for (const path of [[], ["a", "b"]]) {
      const error = refusedBySchema("invalid-input", "it", [{ message: "no", path }], hostile);
      expect(error.message).toMatch(/: no$/);
    }
  });

  it("cuts a path of endless keys", () => {
    const issues = [{ message: "no", path: ["k".repeat(10_000)] }];
    expect(refusedBySchema("invalid-input", "it", issues).message.length).toBeLessThan(400);
  });

  it("keeps numbers of the message that are not the value", () => {
    const issues = [{ message: "expected <=30 but received 3", path: ["n"] }];
    expect(refusedBySchema("invalid-input", "it", issues, { n: 3 }).message).toBe(
      "it was refused by its schema: n: expected <=30 but received …",
    );
  });

  it("counts what it leaves out", () => {
    const issues = Array.from({ length: 12 }, (_, index) => ({ message: "no", path: [index] }));
    expect(refusedBySchema("invalid-input", "it", issues).message).toMatch(/9: no, and 2 more$/);
  });
});
