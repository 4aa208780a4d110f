import Table from "cli-table3";
import type { Alternative, AlternativeName } from "./alternatives.ts";
import { type CostLine, totalOf } from "./cost-line.ts";
import type { CostReport, TaskCost } from "./cost-report.ts";
import { count, money } from "./money.ts";
import { PRICES } from "./prices.ts";
import { quantityText } from "./quantity-text.ts";
import { workloadText } from "./workload-text.ts";

/** How the alternatives are called. */
export const ALTERNATIVES: Readonly<Record<AlternativeName, string>> = {
  durableFunctions: "Lambda durable functions",
  stepFunctions: "Step Functions",
  stepFunctionsExpress: "Step Functions Express",
};

/** The same, in the head of a table. */
const HEADS: Readonly<Record<AlternativeName, string>> = {
  durableFunctions: "Lambda\ndurable",
  stepFunctions: "Step\nFunctions",
  stepFunctionsExpress: "Step Fns\nExpress",
};

const NAMES = Object.keys(ALTERNATIVES) as readonly AlternativeName[];

/** What a report says to people: the comparison, then the arithmetic of each number in it. */
export function costText(
  report: CostReport,
  perMonth: boolean,
  bold: (text: string) => string,
): string {
  const { workload } = report;
  const mode = workload.batched ? "batched" : "single";
  const tasks = `${count(workload.tasks)} tasks of each kind${perMonth ? " a month" : ""}`;
  return [
    bold(`App "${report.app}": ${tasks}, in US dollars`),
    workloadText(report),
    "",
    comparison(report),
    ...report.tasks.flatMap((task) => ["", ...arithmetic(task, mode, bold)]),
    "",
    ...block(bold("A month without tasks"), report.monthly),
  ].join("\n");
}

function comparison({ tasks }: CostReport): string {
  const table = new Table({
    head: ["task", "runs on", "one by one", "batched", ...NAMES.map((name) => HEADS[name])],
    colAligns: ["left", "left", "right", "right", ...NAMES.map(() => "right" as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const cost of tasks) {
    for (const name of cost.names) {
      table.push([
        name,
        hostText(cost),
        money(totalOf(cost.single)),
        money(totalOf(cost.batched)),
        ...NAMES.map((each) => totalText(cost.alternatives[each])),
      ]);
    }
  }
  return table.toString();
}

/** What runs a task, short. */
export function hostText({ queue, memoryMb }: Pick<TaskCost, "queue" | "memoryMb">): string {
  if (queue.kind === "lambda") return `Lambda, ${memoryMb} MB`;
  const size = `${queue.cpuUnits / 1024} vCPU, ${memoryMb / 1024} GB`;
  return `Fargate${queue.spot ? " Spot" : ""}, ${size}`;
}

function totalText(alternative: Alternative): string {
  return alternative.possible ? money(totalOf(alternative.lines)) : "-";
}

function arithmetic(
  cost: TaskCost,
  mode: "single" | "batched",
  bold: (text: string) => string,
): readonly string[] {
  const how = mode === "single" ? "one by one" : "batched";
  const title = `${bold(cost.names.join(", "))} (${hostText(cost)}), ${how}`;
  return [
    ...block(title, cost[mode]),
    ...cost.warnings.map((warning) => `  Careful: ${warning}.`),
    ...NAMES.flatMap((name) => {
      const alternative = cost.alternatives[name];
      const heading = `The same on ${ALTERNATIVES[name]}`;
      return alternative.possible
        ? block(heading, alternative.lines)
        : [`${heading}: not possible, ${alternative.why}`];
    }),
  ];
}

/** A heading, each line as quantity x price = dollars, and their sum. */
function block(heading: string, lines: readonly CostLine[]): readonly string[] {
  if (lines.length === 0) return [`${heading}: nothing`];
  const rows = lines.map(({ what, quantity, price, dollars }) => {
    const { dollars: unit, per } = PRICES[price];
    const each = per === 1 ? `$${plain(unit)}` : `$${plain(unit)} per million`;
    return [what, quantityText(quantity, price), `x ${each}`, `= ${money(dollars)}`];
  });
  return [heading, ...columns([...rows, ["together", "", "", `= ${money(totalOf(lines))}`]])];
}

/** A number as it is written in a price list. */
function plain(dollars: number): string {
  return dollars.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 12 });
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1, 2, 3].map((index) =>
    Math.max(...rows.map((row) => row[index]?.length ?? 0)),
  );
  return rows.map((row) => {
    const [what = "", quantity = "", price = "", dollars = ""] = row;
    const [a = 0, b = 0, c = 0, d = 0] = widths;
    return `  ${what.padEnd(a)}  ${quantity.padEnd(b)}  ${price.padEnd(c)}  ${dollars.padEnd(d)}`.trimEnd();
  });
}
