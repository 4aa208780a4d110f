export type { CommandPorts, ExitCode } from "./command-ports.ts";
export { type CostLine, totalOf } from "./cost/cost-line.ts";
export { type CostReport, costReport, type TaskCost } from "./cost/cost-report.ts";
export { costText } from "./cost/cost-text.ts";
export { money } from "./cost/money.ts";
export { PRICES, type PriceName } from "./cost/prices.ts";
export { quantityText } from "./cost/quantity-text.ts";
export type { Workload } from "./cost/workload.ts";
export { runProgram } from "./run-program.ts";
