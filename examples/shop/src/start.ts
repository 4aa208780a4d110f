import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { startEmbeddedAws } from "celeriac/local";
import { app } from "./app.ts";

/** Everything on this machine, until Ctrl-C or until one of them ends: AWS embedded in this process, server and worker beside it. */
const aws = await startEmbeddedAws(app);
const children = ["server.ts", "worker.ts"].map(start);
const told = ["SIGINT", "SIGTERM"].map((signal) => once(process, signal));
await Promise.race([...told, ...children.map(ended)]);
for (const child of children) child.kill("SIGTERM");
await Promise.all(children.map(ended));
await aws.stop();

function start(file: string): ChildProcess {
  return spawn(process.execPath, [`${import.meta.dirname}/${file}`], {
    env: { ...process.env, ...aws.environment },
    stdio: "inherit",
    // A group of its own: Ctrl-C is for this process, which stops the others in order.
    detached: true,
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
