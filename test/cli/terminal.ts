import { type IPty, spawn } from "@lydell/node-pty";

/** A process in a terminal of its own. */
export interface Terminal {
  readonly pid: number;
  /** All that it has printed, with what speaks to the terminal. */
  output(): string;
  /**
   * Waits until what was printed since the last match matches, and answers the match.
   * @throws when the process ends before, with all of its output.
   */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** Types; Ctrl-C is `"\x03"`, and Enter `"\r"`. */
  type(text: string): void;
  /** Resolves once it has ended, with its exit code, or that of a shell for the signal that ended it. */
  readonly ended: Promise<number>;
  /** Ends it, if it has not ended. */
  kill(): void;
}

export interface TerminalOptions {
  readonly directory: string;
  /** @defaultValue this process's own, without what it says of colours */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** @defaultValue 100 */
  readonly columns?: number;
}

/** Starts a program in a real terminal: what it prints there has colours, and Ctrl-C reaches it as a signal. */
export function openTerminal(
  program: string,
  words: readonly string[],
  { directory, environment = withoutColourWords(process.env), columns = 100 }: TerminalOptions,
): Terminal {
  const child = spawn(program, [...words], {
    name: "xterm-256color",
    cols: columns,
    rows: 40,
    cwd: directory,
    env: { ...definedIn(environment), TERM: "xterm-256color" },
  });
  let output = "";
  let matched = 0;
  let over = false;
  const watchers = new Set<() => void>();
  const notify = (): void => {
    for (const watcher of watchers) watcher();
  };
  child.onData((text) => {
    output += text;
    notify();
  });
  const ended = endOf(child).finally(() => {
    over = true;
    notify();
  });
  return {
    pid: child.pid,
    output: () => output,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(output.slice(matched));
          if (match === null && !over) return;
          watchers.delete(look);
          if (match === null) {
            reject(new Error(`the process ended before ${pattern} was printed:\n${output}`));
            return;
          }
          matched += match.index + match[0].length;
          resolve(match);
        };
        watchers.add(look);
        look();
      }),
    type: (text) => child.write(text),
    ended,
    kill: () => {
      if (!over) child.kill("SIGKILL");
    },
  };
}

function endOf(child: IPty): Promise<number> {
  return new Promise((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      resolve(signal === undefined || signal === 0 ? exitCode : 128 + signal);
    });
  });
}

function definedIn(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const said = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(said);
}

/** The test runner says to its own processes whether they shall be coloured. */
export function withoutColourWords(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const { NO_COLOR: _no, FORCE_COLOR: _force, CI: _ci, ...rest } = environment;
  return rest;
}
