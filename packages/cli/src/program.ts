import { Command } from "commander";
import type { CommandPorts } from "./command-ports.ts";
import { registerCompletion } from "./completion/register-completion.ts";
import { registerCost } from "./cost/register-cost.ts";
import { registerDeadLetters } from "./dead-letters/register-dead-letters.ts";
import { registerDev } from "./dev/register-dev.ts";
import { registerDoctor } from "./doctor/doctor.ts";
import { registerInit } from "./init/register-init.ts";
import { registerPurge } from "./queues/register-purge.ts";
import { registerQueues } from "./queues/register-queues.ts";
import { registerCall } from "./tasks/register-call.ts";
import { registerResult } from "./tasks/register-result.ts";
import { registerRevoke } from "./tasks/register-revoke.ts";
import { registerTasks } from "./tasks/register-tasks.ts";
import { registerWorker } from "./worker/register-worker.ts";

const EPILOGUE = `
Exit codes:
  0  all is well
  1  something was found, or failed
  2  the command was not understood, or could not begin
  130  Ctrl-C ended it`;

/** The `celeriac` command, whole. It writes to the ports only, and throws where commander would end the process. */
export function createProgram(ports: CommandPorts): Command {
  const program = new Command("celeriac")
    .description(
      "Background tasks on SQS, Lambda and DynamoDB: run an app's tasks, tend its queues, look at its deployment.",
    )
    .exitOverride()
    .configureOutput({
      writeOut: ports.stdout,
      writeErr: ports.stderr,
      getOutHasColors: () => ports.colors,
      getErrHasColors: () => ports.colors,
      ...(ports.columns === undefined
        ? {}
        : {
            getOutHelpWidth: () => ports.columns ?? 80,
            getErrHelpWidth: () => ports.columns ?? 80,
          }),
    })
    .helpCommand("help [command]", "show the help of a command")
    .version(ports.version, "-V, --version", "show the version")
    .helpOption("-h, --help", "show this help")
    .showHelpAfterError("(celeriac help says more)")
    .addHelpText("after", EPILOGUE);
  program.commandsGroup("Development:");
  registerInit(program, ports);
  registerDev(program, ports);
  registerWorker(program, ports);
  program.commandsGroup("Tasks:");
  registerCall(program, ports);
  registerResult(program, ports);
  registerRevoke(program, ports);
  registerTasks(program, ports);
  program.commandsGroup("Queues:");
  registerQueues(program, ports);
  registerPurge(program, ports);
  registerDeadLetters(program, ports);
  program.commandsGroup("Deployment:");
  registerDoctor(program, ports);
  registerCost(program, ports);
  program.commandsGroup("This command:");
  registerCompletion(program, ports);
  return program;
}
