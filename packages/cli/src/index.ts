export type { CommandPorts, ExitCode } from "./command-ports.ts";
export { runProgram } from "./run-program.ts";
