import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { CeleriacError, show } from "@celeriac/core";
import type { CommandPorts } from "./command-ports.ts";

/** How help calls what `readJsonInput` reads. */
export const JSON_INPUT = "JSON, @file, or - for stdin";

/**
 * Reads JSON that was typed: the text itself, `@file`, or `-` for the standard input.
 * @throws {CeleriacError} `invalid-options`
 */
export async function readJsonInput(
  said: string,
  ports: Pick<CommandPorts, "directory" | "readStdin">,
): Promise<unknown> {
  const { text, from } = await readSaid(said, ports);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CeleriacError(
      "invalid-options",
      `${from} is ${show(text)}, which is no JSON (${reasonOf(cause)}): expected ${JSON_INPUT}, such as '{"name":"Ishmael"}'`,
      { cause },
    );
  }
}

async function readSaid(
  said: string,
  { directory, readStdin }: Pick<CommandPorts, "directory" | "readStdin">,
): Promise<{ readonly text: string; readonly from: string }> {
  if (said === "-") return { text: await readStdin(), from: "the standard input" };
  if (!said.startsWith("@")) return { text: said, from: "the input" };
  try {
    return { text: await readFile(resolve(directory, said.slice(1)), "utf8"), from: said };
  } catch (cause) {
    throw new CeleriacError("invalid-options", `${said} cannot be read: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : show(cause);
}
