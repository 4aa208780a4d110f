import { createInterface } from "node:readline";

/**
 * Asks whoever sits at the terminal and answers the line, empty when it was ended by Ctrl-D. The terminal stays as it is,
 * so that Ctrl-C ends the process. `undefined` where there is no terminal to ask at.
 */
export function askAt({
  stdin,
  stderr,
}: Pick<NodeJS.Process, "stdin" | "stderr">): ((question: string) => Promise<string>) | undefined {
  if (!stdin.isTTY || !stderr.isTTY) return undefined;
  return (question) =>
    new Promise((resolve) => {
      const lines = createInterface({ input: stdin, output: stderr, terminal: false });
      let answer: string | undefined;
      lines.once("line", (line) => {
        answer = line;
        lines.close();
      });
      lines.once("close", () => {
        // Ctrl-D leaves the cursor behind the question.
        if (answer === undefined) stderr.write("\n");
        resolve(answer ?? "");
      });
      stderr.write(question);
    });
}
