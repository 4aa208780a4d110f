import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createClient } from "celeriac/client";
import { app } from "../app.ts";
import { printReport, writeReport } from "../report.ts";
import { createBoard } from "./board.ts";
import { createCallCounter } from "./call-counter.ts";
import { checkThumbnails } from "./check-thumbnails.ts";
import type { Checks } from "./checks.ts";
import { INDEXED, MEASURED, THUMBNAILS } from "./groups.ts";
import { alive, type Hosts, startHosts } from "./hosts.ts";
import { startLibrary } from "./library.ts";
import { WIDTHS } from "./make-thumbnails.ts";
import { readNovel } from "./novel.ts";
import { readPhotographs } from "./photographs.ts";
import { type Played, sendEverything } from "./send-everything.ts";
import type { Stage } from "./stage.ts";
import { tallyTasks } from "./tally.ts";
import { OUTAGES } from "./tell-retried.ts";

/** Where the demo writes. */
const OUT: string = fileURLToPath(import.meta.resolve("../../out/"));

/** The merge of the concordance, and the comparison that is revoked. */
const SINGLES_ON_WORKER = 2;

/**
 * Plays the whole demo; what was not as said is among the checks, unless it ended the demo.
 * Nothing that it started runs any more when it ends, however it ends.
 * @throws what kept the demo from going on, such as the reason of `stop`.
 */
export async function runDemo(checks: Checks, stop: AbortSignal): Promise<void> {
  const processIds: number[] = [];
  try {
    await using cleanup = new AsyncDisposableStack();
    await rm(OUT, { recursive: true, force: true });
    await mkdir(OUT, { recursive: true });
    const started = performance.now();
    const hosts = await startHosts(cleanup, OUT);
    processIds.push(hosts.worker.pid, ...hosts.aws.processIds());
    console.log(
      `AWS is up on this machine, with a Lambda function and a worker, in ${ms(started)}.`,
    );
    await playOn(hosts, cleanup, checks, stop);
  } finally {
    const left = alive(processIds);
    checks.that(left.length === 0, "no process was left behind", left);
  }
}

async function playOn(
  hosts: Hosts,
  cleanup: AsyncDisposableStack,
  checks: Checks,
  stop: AbortSignal,
): Promise<void> {
  const [chapters, photographs] = [readNovel(), await readPhotographs()];
  const calls = createCallCounter();
  const client = createClient(app, { resources: hosts.aws.resources, onCall: calls.onCall });
  cleanup.defer(() => client.close());
  const library = await startLibrary(OUTAGES);
  cleanup.defer(() => library.close());
  const signal = AbortSignal.any([stop, untimelyEnd(hosts)]);
  signal.throwIfAborted();
  const groups = {
    [MEASURED]: chapters.length,
    [INDEXED]: chapters.length,
    [THUMBNAILS]: photographs.length * WIDTHS.length,
  };
  const started = performance.now();
  const board = createBoard(groups, () => performance.now() - started);
  cleanup.defer(() => board.end());
  const stage: Stage = { client, board, checks, library, signal, sent: [] };
  const played = await sendEverything(stage, chapters, photographs);
  board.end();
  const callsMade = calls.counts();
  const how = await hosts.worker.stop();
  checks.that(how === "0", "the worker drained at SIGTERM and ended with exit code 0", how);
  await closeTheBook(stage, played, callsMade);
}

async function closeTheBook(
  stage: Stage,
  played: Played,
  calls: Readonly<Record<string, number>>,
): Promise<void> {
  const { checks, sent } = stage;
  const { reading } = played;
  const tally = await tallyTasks(sent);
  const counts = Object.fromEntries(tally.states.map(({ name, count }) => [name, count]));
  checks.that(
    counts["SUCCESS"] === sent.length - 1 && counts["REVOKED"] === 1,
    `all ${sent.length} tasks but the revoked one are SUCCESS`,
    counts,
  );
  const workers = tally.hosts.filter(({ name }) => name.startsWith("worker"));
  const onWorker = reading.thumbnails.length + SINGLES_ON_WORKER;
  checks.that(
    workers.length === 1 && workers[0]?.count === onWorker,
    "the long tasks ran on the one worker, the short ones on Lambda",
    tally.hosts,
  );
  const words = reading.measured.reduce((sum, measured) => sum + measured.words, 0);
  checks.that(words > 200_000, "the novel has more than 200,000 words", words);
  const effort = { ...played, tally, calls };
  const files = await writeReport(reading, effort, OUT);
  await checkThumbnails(checks, files, reading.thumbnails);
  printReport(reading, effort);
  console.log(`written: report.md, concordance.json, ${files.length} thumbnails to ${OUT}`);
}

/** Aborts when the worker ends before it is told to: nobody would run its tasks. */
function untimelyEnd({ worker }: Hosts): AbortSignal {
  const control = new AbortController();
  void worker.ended.then((how) => {
    control.abort(new Error(`the worker ended by itself (${how}): see ${OUT}worker.log`));
  });
  return control.signal;
}

function ms(since: number): string {
  return `${(performance.now() - since).toFixed(0)} ms`;
}
