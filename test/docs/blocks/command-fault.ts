import { createProgram } from "@celeriac/cli";

type Command = ReturnType<typeof createProgram>;

/** What the real program has against a command's arguments, or `undefined` when it takes them. Nothing is done. */
export async function commandFault(words: readonly string[]): Promise<string | undefined> {
  let said = "";
  // Only what the program says is looked at: no action runs that would ask for more.
  const program = createProgram({
    version: "0.0.0",
    stdout: () => undefined,
    stderr: (text: string) => {
      said += text;
    },
  } as never);
  disarm(program);
  try {
    await program.parseAsync([...words], { from: "user" });
    return undefined;
  } catch (error) {
    // Help and version end a program too.
    if ((error as { exitCode?: number }).exitCode === 0) return undefined;
    return said === "" ? String(error) : said.trim();
  }
}

function disarm(command: Command): void {
  if (command.commands.length === 0) command.action(() => undefined);
  for (const each of command.commands) disarm(each);
}
