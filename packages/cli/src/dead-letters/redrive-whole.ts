import type { RedriveProgress, WholeRedrive } from "@celeriac/client";
import { CeleriacError, show } from "@celeriac/core";
import type { JsonOption } from "../app-option.ts";
import type { CommandPorts } from "../command-ports.ts";
import { jsonLine } from "../json-line.ts";
import { createProgressLine, type ProgressLine } from "../progress-line.ts";
import { counted } from "../text/counted.ts";
import type { RunningApp } from "../with-app.ts";

interface WholeOptions extends JsonOption {
  readonly rate?: number;
}

const ASK_EVERY_MS = 1000;

/** Redrives everything of a queue, and follows it to its end. What SQS does goes on after Ctrl-C; else that ends it. */
export async function redriveWhole(
  queue: string,
  { json, rate }: WholeOptions,
  { client }: RunningApp,
  ports: CommandPorts,
): Promise<void> {
  checkRate(rate);
  const whole = await client.deadLetters(queue).redriveAll({ perSecond: rate });
  const line = createProgressLine(ports);
  const end = await ports.interruptible((signal) => follow(whole, signal, line, ports));
  line.clear();
  const { way } = whole;
  ports.stdout(json === true ? jsonLine({ queue, way, ...end.progress }) : `${endText(end)}\n`);
  if (end.isLeft) {
    ports.stderr(
      way === "move"
        ? "SQS goes on with it: run this command again to follow it.\n"
        : "Ended early: what was not sent lies where it lay.\n",
    );
    ports.setExitCode(130);
  } else if (end.progress.state !== "completed") {
    ports.setExitCode(1);
  }
}

interface End {
  readonly progress: RedriveProgress;
  /** Nobody waited for its end. */
  readonly isLeft: boolean;
}

async function follow(
  whole: WholeRedrive,
  signal: AbortSignal,
  line: ProgressLine,
  { clock }: CommandPorts,
): Promise<End> {
  for (;;) {
    const progress = await whole.progress();
    if (progress.state !== "running" && progress.state !== "cancelling") {
      return { progress, isLeft: false };
    }
    if (signal.aborted) {
      if (whole.way === "move") return { progress, isLeft: true };
      await whole.cancel();
      return { progress: await whole.ended(), isLeft: true };
    }
    line.show(`${progressText(progress)} sent`);
    await clock.sleep(ASK_EVERY_MS, signal);
  }
}

function progressText({ moved, toMove }: RedriveProgress): string {
  return toMove === undefined
    ? counted(moved, "dead letter")
    : `${moved} of about ${counted(toMove, "dead letter")}`;
}

function endText({ progress }: End): string {
  const { state, failure } = progress;
  return `${progressText(progress)} sent: ${state}${failure === undefined ? "" : `, ${show(failure)}`}`;
}

function checkRate(rate: number | undefined): void {
  if (rate === undefined || Number.isInteger(rate)) return;
  throw new CeleriacError(
    "invalid-options",
    `--rate is ${rate}: with --all expected a whole number, since SQS counts so`,
  );
}
