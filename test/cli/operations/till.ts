import { fileURLToPath } from "node:url";
import { type AwsPorts, createAwsPorts } from "@celeriac/aws";
import { deadLetterQueueOf, type Envelope, encodeEnvelope } from "@celeriac/core";
import { type EmbeddedAws, startEmbeddedAws } from "celeriac/local";
import { type Ended, PROGRAM, runCeleriac } from "../celeriac-process.ts";
import { openTerminal, type Terminal, withoutColourWords } from "../terminal.ts";
import { app } from "./app.ts";

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const DIRECTORY = fromHere(".");

/** A till on the embedded AWS, its payments made by a Lambda function. */
export interface Till {
  readonly ports: AwsPorts;
  /** What a process finds in its environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Runs the command in a process, its output a pipe. */
  celeriac(words: readonly string[], input?: string): Promise<Ended>;
  /** Runs it in a terminal. */
  terminal(words: readonly string[], more?: Readonly<Record<string, string>>): Terminal;
  /** Puts dead letters where a host would, of tasks that nobody has tried. */
  bury(queue: string, taskIds: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** @param functions whether the Lambda function is there, or its queue's messages are left alone. */
export async function openTill({ functions }: { readonly functions: boolean }): Promise<Till> {
  const consumers = functions ? { default: { entry: fromHere("./lambda.ts") } } : {};
  const aws: EmbeddedAws = await startEmbeddedAws(app, { functions: consumers });
  const ports = createAwsPorts(aws.resources);
  const environment = { ...process.env, ...aws.environment };
  const terminals: Terminal[] = [];
  return {
    ports,
    environment,
    celeriac: (words, input) =>
      runCeleriac(withApp(words), { directory: DIRECTORY, environment, input }),
    terminal: (words, more = {}) => {
      const terminal = openTerminal(process.execPath, [PROGRAM, ...withApp(words)], {
        directory: DIRECTORY,
        environment: { ...withoutColourWords(environment), ...more },
      });
      terminals.push(terminal);
      return terminal;
    },
    bury: async (queue, taskIds) => {
      const letter = { version: 1, task: "pay", generation: 0, hops: 0 } as const;
      await Promise.all(
        taskIds.map((taskId) => {
          const envelope: Envelope = {
            ...letter,
            taskId,
            enqueuedAt: Date.now(),
            input: { kind: "inline", value: { sum: 1 } },
          };
          const attributes = { "celeriac-reason": "error", "celeriac-error": "Error: no" };
          return ports.sender.send(deadLetterQueueOf(queue), {
            body: encodeEnvelope(envelope),
            attributes,
          });
        }),
      );
    },
    async stop() {
      for (const terminal of terminals) terminal.kill();
      await ports.close();
      await aws.stop();
    },
  };
}

function withApp(words: readonly string[]): readonly string[] {
  const at = words[0] === "dlq" ? 2 : 1;
  return [...words.slice(0, at), "--app", "app.ts", ...words.slice(at)];
}
