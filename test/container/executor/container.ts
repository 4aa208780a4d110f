import { readFileSync } from "node:fs";
import type { ChildExit, ChildKeeper } from "@celeriac/local";
import type { Image } from "./build-image.ts";
import { type Enclosed, encloseCommand, joinCommand } from "./enclosure.ts";

/** A process that runs an image's command, as its user, in its root; with this machine's network. */
export interface Container {
  /** What it has written so far, as lines. */
  readonly lines: readonly string[];
  /** Resolves with the first line that `matches`. */
  line(matches: (line: string) => boolean): Promise<string>;
  /** Runs a command beside it, `environment` over its own, and answers the exit code. */
  exec(
    command: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<number | null>;
  /** Sends its process 1 the image's stop signal. */
  stop(): void;
  /** Ends it at once, if it has not ended. */
  kill(): void;
  readonly exited: Promise<ChildExit>;
}

export interface ContainerOptions {
  readonly image: Image;
  /** Over the image's own. */
  readonly environment: Readonly<Record<string, string>>;
  readonly keeper: ChildKeeper;
}

/** Where `unshare`, `nsenter` and what they call are. */
const OUTSIDE = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };

export function startContainer({ image, environment, keeper }: ContainerOptions): Container {
  const { root, config } = image;
  const { user, directory } = config;
  const command = [...config.entrypoint, ...config.command];
  const enclosed: Enclosed = {
    ...{ root, user, directory, command },
    binds: [],
    environment: { ...config.environment, ...environment },
  };
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const start = ([program = "", ...programArguments]: readonly string[]) =>
    keeper.start({
      command: program,
      arguments: programArguments,
      environment: OUTSIDE,
      onLine: (line) => {
        lines.push(line);
        for (const look of waiting) look();
      },
    });
  const outer = start(encloseCommand(enclosed));
  return {
    lines,
    line: (matches) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = lines.find(matches);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    exec: async (beside, more) => {
      const joined = joinCommand(innerPid(outer.pid), {
        ...enclosed,
        command: beside,
        environment: { ...enclosed.environment, ...more },
      });
      return (await start(joined).exited).code;
    },
    stop: () => {
      process.kill(innerPid(outer.pid), config.signal);
    },
    kill: () => outer.kill("SIGKILL"),
    exited: outer.exited,
  };
}

/** The process of this machine that is process 1 of the namespace that `unshare` made. */
function innerPid(unshare: number): number {
  const children = readFileSync(`/proc/${unshare}/task/${unshare}/children`, "utf8");
  const [pid] = children.trim().split(" ");
  if (pid === undefined || pid === "") throw new Error("the container has ended");
  return Number(pid);
}
