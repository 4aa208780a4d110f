import { fork } from "node:child_process";
import { once } from "node:events";
import { answerOf } from "./servers/bench-servers.ts";

/** Runs a module in a fresh process, to its end; answers the one message that it sends. */
export async function runChild<Answer>(
  module: URL,
  words: readonly (string | number)[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const child = fork(module, words.map(String), {
    env: { PATH: process.env["PATH"] ?? "", ...environment },
  });
  const gone = once(child, "exit");
  const answer = await answerOf<Answer>(child);
  await gone;
  return answer;
}
