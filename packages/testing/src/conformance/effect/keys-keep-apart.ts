import type { EffectGuard } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { everyKindOfText } from "../every-text.ts";
import { done, effectOf, type GuardGroup } from "./guard-under-test.ts";

const never = (): Promise<never> => Promise.reject(new Error("it was performed again"));

const KEYS: readonly string[] = [
  "k",
  "K",
  " k",
  "k ",
  "k#k",
  "é",
  "e\u0301",
  "\u0000",
  "\ud800",
  "\udfff",
  "😀",
  "{}",
  "null",
  "0",
  "__proto__",
  "x".repeat(1024),
  everyKindOfText().slice(0, 1000),
];

export const keysKeepApart: GuardGroup = (port) => {
  const guard = (): EffectGuard => port().guard;

  describe("keys keep apart", () => {
    it("any text is a key of its own", async () => {
      const answers = await Promise.all(
        KEYS.map((key, index) => guard().once(effectOf(key, { taskId: `t${index}` }), done(key))),
      );
      expect(answers.map(({ kind }) => kind)).toEqual(KEYS.map(() => "performed"));
      const again = await Promise.all(
        KEYS.map((key) => guard().once(effectOf(key, { taskId: "z" }), never)),
      );
      expect(again).toMatchObject(KEYS.map((_, index) => ({ kind: "repeated", by: `t${index}` })));
    });

    it("tasks of other names have keys of their own, at the same time too", async () => {
      const tasks = ["charge.a", "charge.b", "charge.c"];
      const answers = await Promise.all(
        tasks.map((task) => guard().once(effectOf("shared", { task, taskId: task }), done(task))),
      );
      expect(answers).toMatchObject(
        tasks.map((value) => ({ kind: "performed", result: { value } })),
      );
      const again = await Promise.all(
        tasks.map((task) => guard().once(effectOf("shared", { task, taskId: "z" }), never)),
      );
      expect(again).toMatchObject(tasks.map((value) => ({ by: value, result: { value } })));
    });
  });

  describe("inputs of one key", () => {
    it.each<[string, unknown, unknown]>([
      ["a value", { n: 1 }, { n: 2 }],
      ["a type", { n: 1 }, { n: "1" }],
      ["one key more", { n: 1 }, { n: 1, m: null }],
      ["an order of an array", [1, 2], [2, 1]],
      ["being there", undefined, { n: 1 }],
      ["a kind of nothing", [], {}],
    ])("that differ in %s are refused", async (what, first, second) => {
      const key = `differs ${what}`;
      await guard().once(effectOf(key, { input: first }), done("first"));
      const other = await guard().once(effectOf(key, { input: second, taskId: "b" }), never);
      expect(other).toEqual({ kind: "conflict", by: "a" });
    });

    it.each<[string, unknown, unknown]>([
      ["the order of keys", { a: { x: 1, y: [{}] }, b: 2 }, { b: 2, a: { y: [{}], x: 1 } }],
      ["nothing", undefined, undefined],
    ])("that differ in %s are the same", async (what, first, second) => {
      const key = `same ${what}`;
      await guard().once(effectOf(key, { input: first }), done("first"));
      const other = await guard().once(effectOf(key, { input: second, taskId: "b" }), never);
      expect(other).toMatchObject({ kind: "repeated", by: "a" });
    });
  });
};
