export type { CommandPorts, ExitCode } from "./command-ports.ts";
export type { CostLine } from "./cost/cost-line.ts";
export { costReport } from "./cost/cost-report.ts";
export type { Workload } from "./cost/workload.ts";
export { runProgram } from "./run-program.ts";
