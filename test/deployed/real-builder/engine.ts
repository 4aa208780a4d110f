/**
 * Stands in for Pulumi's engine, which SST starts and which would read the program: has SST's own server, which waits for
 * that, build what `BUILD_INPUTS` holds, and writes the answers to the file `BUILD_ANSWERS`.
 *
 * @module
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [command, detail, stack = ""] = process.argv.slice(2);
if (command === "stack" && detail === "init") writeEmptyState(stack);
if (command === "preview") await build();

/** `stack`: `organization/<app>/<stage>` */
function writeEmptyState(stack: string): void {
  const [, app = "", stage = ""] = stack.split("/");
  const folder = join(".pulumi/stacks", app);
  mkdirSync(folder, { recursive: true });
  const manifest = { time: new Date(0).toISOString(), magic: "", version: "" };
  const state = { version: 3, checkpoint: { stack, latest: { manifest, resources: [] } } };
  writeFileSync(join(folder, `${stage}.json`), JSON.stringify(state));
}

async function build(): Promise<void> {
  const { SST_SERVER: server, BUILD_INPUTS: inputs = "[]", BUILD_ANSWERS: file = "" } = process.env;
  const answers: unknown[] = [];
  for (const input of JSON.parse(inputs) as unknown[]) {
    const body = JSON.stringify({ id: 1, method: "Runtime.Build", params: [input] });
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${server}/rpc`, { method: "POST", headers, body });
    answers.push(await response.json());
  }
  writeFileSync(file, JSON.stringify(answers));
}
