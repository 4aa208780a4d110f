import cliProgress, { type SingleBar } from "cli-progress";

/** Shows live what becomes of the work. */
export interface Board {
  /** One more task of a group has ended. */
  tick(group: string): void;
  /** Something worth a line has happened. */
  say(line: string): void;
  /** Leaves the terminal as it should be; a second call does nothing. */
  end(): void;
}

/** Groups of like tasks, and how many of each there are. */
export type Groups = Readonly<Record<string, number>>;

/** Bars that grow on a terminal, plain lines anywhere else. */
export function createBoard(groups: Groups, elapsedMs: () => number): Board {
  const stamp = (line: string) => `${(elapsedMs() / 1000).toFixed(1).padStart(6)} s  ${line}`;
  return process.stdout.isTTY ? barBoard(groups, stamp) : lineBoard(groups, stamp);
}

function barBoard(groups: Groups, stamp: (line: string) => string): Board {
  const bars = new cliProgress.MultiBar({
    format: "  {bar} {value}/{total} {group}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 40,
    hideCursor: true,
    forceRedraw: true,
    linewrap: true,
    // Ctrl-C is the demo's to handle: it has processes to stop.
    gracefulExit: false,
  });
  const barOf = new Map<string, SingleBar>(
    Object.entries(groups).map(([group, total]) => [group, bars.create(total, 0, { group })]),
  );
  let ended = false;
  return {
    tick: (group) => {
      barOf.get(group)?.increment();
    },
    say: (line) => bars.log(`${stamp(line)}\n`),
    end: () => {
      if (ended) return;
      ended = true;
      // Lines that are still waiting for a redraw would be lost by the stop.
      bars.update();
      bars.stop();
    },
  };
}

/** Enough lines to see that it moves. */
const LINES_PER_GROUP = 5;

function lineBoard(groups: Groups, stamp: (line: string) => string): Board {
  const done = new Map<string, number>();
  return {
    tick: (group) => {
      const total = groups[group] ?? 0;
      const count = (done.get(group) ?? 0) + 1;
      done.set(group, count);
      const share = (n: number) => Math.floor((n * LINES_PER_GROUP) / total);
      if (share(count) > share(count - 1)) console.log(stamp(`${group}: ${count}/${total}`));
    },
    say: (line) => console.log(stamp(line)),
    end: () => undefined,
  };
}
