import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Takes an event a line, and writes what the handler answers, a line each. */
const INVOKE = `
  import { createInterface } from "node:readline";
  const [bundle] = process.argv.slice(1);
  const { handler } = await import(bundle);
  for await (const line of createInterface({ input: process.stdin })) {
    const context = { getRemainingTimeInMillis: () => 30_000 };
    console.log(JSON.stringify(await handler(JSON.parse(line), context)));
  }
`;

/** A function that is invoked directly, as a function URL does. */
export interface FunctionProcess {
  /** One invocation at a time. */
  invoke(event: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts `bundle.mjs` of a folder, with this environment and no other. */
export function startFunction(
  folder: string,
  environment: Readonly<Record<string, string>>,
): FunctionProcess {
  const child: ChildProcess = spawn(
    process.execPath,
    ["--input-type=module", "-e", INVOKE, `${folder}/bundle.mjs`],
    { cwd: folder, env: { ...environment }, stdio: ["pipe", "pipe", "inherit"] },
  );
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error("the function was not started");
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return {
    invoke: async (event) => {
      stdin.write(`${JSON.stringify(event)}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error("the function ended");
      return JSON.parse(value) as unknown;
    },
    stop: async () => {
      const exited = once(child, "exit");
      stdin.end();
      await exited;
    },
  };
}
