import type { ScriptedFault } from "@celeriac/testing/models";
import { describe, expect, it } from "vitest";
import { shortenScript } from "./shorten-script.ts";

const script: readonly ScriptedFault[] = Array.from({ length: 30 }, (_, call) => ({
  call,
  kind: "refused",
  ms: 1,
}));

describe("a script of faults", () => {
  it("is shortened to what still breaks a promise, in order", async () => {
    const shortest = await shortenScript(script, async (faults) => {
      const calls = faults.map((fault) => fault.call);
      return calls.includes(7) && calls.includes(21);
    });
    expect(shortest.map(({ call }) => call)).toEqual([7, 21]);
  });

  it("is empty when no fault is needed", async () => {
    expect(await shortenScript(script, async () => true)).toEqual([]);
  });

  it("stays whole when nothing shorter breaks anything", async () => {
    const whole = async (faults: readonly ScriptedFault[]): Promise<boolean> =>
      faults.length === script.length;
    expect(await shortenScript(script, whole)).toEqual(script);
  });
});
