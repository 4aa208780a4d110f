import { CeleriacError, type RevokeAnswer, show } from "@celeriac/core";
import type { Command } from "commander";
import { addExamples } from "../add-examples.ts";
import type { CommandPorts } from "../command-ports.ts";
import { addYesOption, confirm, type YesOption } from "../confirm.ts";
import { jsonLine } from "../json-line.ts";
import { namedTask } from "../named.ts";
import { createProgressLine } from "../progress-line.ts";
import { addTag } from "../quantities.ts";
import {
  addRunningAppOptions,
  type RunningApp,
  type RunningAppOptions,
  withApp,
} from "../with-app.ts";
import { requestOf } from "./request-of.ts";

interface RevokeOptions extends RunningAppOptions, YesOption {
  readonly tag?: Readonly<Record<string, string>>;
  readonly task?: string;
}

/** What became of one request; `failed`: it is not known to be revoked. */
interface Revoked {
  readonly taskId: string;
  readonly answer: RevokeAnswer | "failed";
  readonly error?: string;
}

const WORDS: Readonly<Record<Revoked["answer"], string>> = {
  revoked: "will not start again",
  requested: "runs, and was told to stop",
  "too-late": "had ended: nothing was changed",
  failed: "is not known to be revoked",
};

/** Adds `celeriac revoke`: by ids, or by a searchable tag. */
export function registerRevoke(program: Command, ports: CommandPorts): void {
  const command = program
    .command("revoke")
    .summary("keep tasks from starting")
    .description(
      "Keeps tasks from starting again; a running attempt has its signal aborted at its next heartbeat. " +
        "Exits with 1 where a task had ended before, or could not be revoked.",
    )
    .argument("[ids...]", "the tasks' ids")
    .option("--tag <name=value>", "all that carry this searchable tag, instead of ids", addTag)
    .option("--task <name>", "those of this task; needed for an id that has not started yet");
  addYesOption(command);
  addExamples(addRunningAppOptions(command), [
    ["celeriac revoke 0198c0de-…", "one task"],
    ["celeriac revoke --tag customer=42 --yes", "all of a customer's, without asking"],
    ["celeriac revoke 0198c0de-… --task report", "one whose first attempt has not started"],
  ]).action((ids: readonly string[], options: RevokeOptions) =>
    withApp(
      options,
      ports,
      async (running) => {
        if (options.tag === undefined) await revokeIds(ids, options, running, ports);
        else await revokeByTag(options.tag, options, running, ports);
      },
      (app) => {
        checkChoice(ids, options);
        if (options.task !== undefined) namedTask(app, options.task);
      },
    ),
  );
}

function checkChoice(ids: readonly string[], { tag }: RevokeOptions): void {
  if ((tag === undefined) === ids.length > 0) return;
  throw new CeleriacError(
    "invalid-options",
    "expected either ids of tasks, or --tag <name=value> for all that carry it",
  );
}

async function revokeIds(
  ids: readonly string[],
  options: RevokeOptions,
  running: RunningApp,
  ports: CommandPorts,
): Promise<void> {
  const requests = await Promise.all(
    ids.map(async (id) => ({ id, task: (await requestOf(running, id, options.task)).task })),
  );
  // Before anything is revoked: half of a list is worse than none.
  const unknown = requests.find(({ task }) => task === undefined);
  if (unknown !== undefined) {
    throw new CeleriacError(
      "invalid-options",
      `nothing says which task of the app ${show(unknown.id)} is: no attempt of it has started, or the app has its task no more; say --task <name>`,
    );
  }
  const revoked = await Promise.all(
    requests.map(async ({ id, task }): Promise<Revoked> => {
      if (task === undefined) return { taskId: id, answer: "failed" };
      try {
        return { taskId: id, answer: await running.client.revoke(task, id) };
      } catch (error) {
        const said = CeleriacError.is(error) ? error.message : show(error);
        return { taskId: id, answer: "failed", error: said };
      }
    }),
  );
  if (revoked.some(({ answer }) => answer === "failed" || answer === "too-late")) {
    ports.setExitCode(1);
  }
  ports.stdout(options.json === true ? jsonLine(revoked) : revoked.map(revokedLine).join(""));
}

function revokedLine({ taskId, answer, error }: Revoked): string {
  return `${taskId}  ${WORDS[answer]}${error === undefined ? "" : `: ${error}`}\n`;
}

async function revokeByTag(
  tag: Readonly<Record<string, string>>,
  options: RevokeOptions,
  { app, client }: RunningApp,
  ports: CommandPorts,
): Promise<void> {
  const task = options.task === undefined ? undefined : namedTask(app, options.task).definition;
  const tags = Object.entries(tag).map(([name, value]) => `${name}=${value}`);
  const whose = task === undefined ? "Every task" : `Every ${task.name}`;
  const what = `${whose} that carries ${tags.join(", ")} and has not ended is revoked.`;
  if (!(await confirm(what, options, ports))) return;
  const line = createProgressLine(ports);
  let done = 0;
  const counts = await client
    .revokeByTag(tag, {
      ...(task === undefined ? {} : { task }),
      each: () => {
        done += 1;
        line.show(`${done} tasks`);
      },
    })
    .finally(() => line.clear());
  if (counts.failed > 0) ports.setExitCode(1);
  ports.stdout(
    options.json === true
      ? jsonLine(counts)
      : `${counts.revoked} revoked, ${counts.requested} running and told to stop, ${counts["too-late"]} had ended, ${counts.failed} failed\n`,
  );
}
