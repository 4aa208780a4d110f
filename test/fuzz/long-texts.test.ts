import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { matchGlob } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { readInput } from "./long-text-parsers.ts";

/** Far more than a step per character takes on a busy machine, far less than the square of a megabyte. */
const PATIENCE_MS = 60_000;

describe("no text makes a parser go over it again and again", () => {
  it("of a megabyte: every parser ends", async () => {
    const entry = fileURLToPath(new URL("./long-texts.ts", import.meta.url));
    const child = spawn(process.execPath, [entry], {
      stdio: ["ignore", "pipe", "inherit"],
      timeout: PATIENCE_MS,
      killSignal: "SIGKILL",
    });
    const begun: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (text: string) => begun.push(...text.split("\n")));
    await once(child, "close");
    // Where it did not end, the last name is the parser that hangs.
    expect(begun.filter((name) => name !== "")).toEqual([
      ...readInput().map(([name]) => name),
      "all done",
    ]);
  });

  it("a glob looks at each pair of characters a few times, whatever the pattern", () => {
    let looks = 0;
    const counting = (text: string): string =>
      new Proxy(Object(text), {
        get: (target: object, key) => {
          looks += 1;
          return Reflect.get(target, key);
        },
      });
    const pattern = `${"*a".repeat(50)}b`;
    const name = "a".repeat(128);
    expect(matchGlob(counting(pattern), counting(name))).toBe(false);
    expect(looks).toBeLessThan(8 * pattern.length * name.length);
  });
});
