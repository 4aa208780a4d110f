import type { Command } from "commander";
import { addExamples } from "../add-examples.ts";
import type { CommandPorts } from "../command-ports.ts";
import { jsonLine } from "../json-line.ts";
import { namedQueue } from "../named.ts";
import { durationMs } from "../quantities.ts";
import { createPaint } from "../text/paint.ts";
import {
  addRunningAppOptions,
  type RunningApp,
  type RunningAppOptions,
  withApp,
} from "../with-app.ts";
import { type QueueState, readQueueState } from "./queue-state.ts";
import { queuesText } from "./queues-text.ts";

interface QueuesOptions extends RunningAppOptions {
  readonly watch?: number | true;
}

const WATCH_EVERY_MS = 2000;
/** Wipes the screen and what was scrolled out of it, and begins at its top (ECMA-48: ED 2, CUP; xterm: ED 3). */
const CLEAR_SCREEN = "\u001b[2J\u001b[3J\u001b[H";

/** Adds `celeriac queues`: how full they are. */
export function registerQueues(program: Command, ports: CommandPorts): void {
  const command = program
    .command("queues")
    .summary("how full the queues are")
    .description(
      "Shows how many messages each queue holds, as SQS approximates it: ready, in flight, delayed, and in its dead-letter queue. " +
        "The oldest message's age is CloudWatch's, a minute or more behind; an emulator tells none.",
    )
    .argument("[queues...]", "these queues only")
    .option(
      "--watch [interval]",
      "show it anew every so often, until Ctrl-C (default: 2s)",
      durationMs,
    );
  addExamples(addRunningAppOptions(command), [
    ["celeriac queues", "all queues of the app"],
    ["celeriac queues default --watch 5s", "one of them, every five seconds"],
    ["celeriac queues --json | jq '.[].deadLetters.visible'", "for programs"],
  ]).action((names: readonly string[], options: QueuesOptions) =>
    withApp(
      options,
      ports,
      async (running) => {
        const chosen = names.length === 0 ? [...running.app.queues.keys()] : names;
        if (options.watch === undefined) await showOnce(chosen, options, running, ports);
        else await watch(chosen, options, running, ports);
      },
      (app) => names.map((name) => namedQueue(app, name)),
    ),
  );
}

async function showOnce(
  names: readonly string[],
  options: QueuesOptions,
  running: RunningApp,
  ports: CommandPorts,
  before = "",
): Promise<void> {
  const states = await Promise.all(names.map((name) => readQueueState(running, name)));
  ports.stdout(before + textOf(states, options, ports));
}

function textOf(
  states: readonly QueueState[],
  { json }: QueuesOptions,
  ports: CommandPorts,
): string {
  return json === true ? jsonLine(states) : queuesText(states, createPaint(ports));
}

async function watch(
  names: readonly string[],
  options: QueuesOptions,
  running: RunningApp,
  ports: CommandPorts,
): Promise<void> {
  const everyMs = typeof options.watch === "number" ? options.watch : WATCH_EVERY_MS;
  const isDrawn = ports.columns !== undefined && options.json !== true;
  await ports.interruptible(async (signal) => {
    while (!signal.aborted) {
      await showOnce(names, options, running, ports, isDrawn ? CLEAR_SCREEN : "");
      await ports.clock.sleep(everyMs, signal);
    }
  });
  ports.setExitCode(130);
}
