import {
  type CostLine,
  costReport,
  costText,
  money,
  PRICES,
  quantityText,
  totalOf,
  type Workload,
} from "@celeriac/cli";
import { costOf, partOf, reportOf, smallest, usual } from "./priced-tasks.ts";

/** The tables of costs in the documents, by the name of their place. */
export const TABLES: Readonly<Record<string, () => string>> = {
  summary,
  parts: partsTable,
  options: optionsTable,
  alternatives: alternativesTable,
  arithmetic: () => fenced(costText(costReport(smallest, usual), false, (text) => text)),
  idle: idleTable,
  hosts: hostsTable,
  prices: pricesTable,
};

const PLACE = /(<!-- costs: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** A page with its tables as they should be. */
export function withTables(page: string): string {
  return page.replaceAll(PLACE, (_, begin: string, name: string, end: string) => {
    const table = TABLES[name];
    if (table === undefined) throw new Error(`a page has a place for costs "${name}"`);
    return `${begin}\n${table()}\n\n${end}`;
  });
}

/** The pages that have some. */
export const PAGES = ["README.md", "docs/costs.md", "docs/lambda-or-worker.md"] as const;

/** What a page has places for. */
export function placesIn(page: string): readonly string[] {
  return [...page.matchAll(PLACE)].map(([, , name = ""]) => name);
}

function summary(): string {
  const { single, batched, alternatives } = costOf("plain");
  const [durable, standard, express] = Object.values(alternatives).map((each) =>
    money(each.possible ? totalOf(each.lines) : 0),
  );
  return `A million tasks that wait 200 ms each on a function of 1 GB cost ${money(totalOf(single))} one at a time and ${money(totalOf(batched))} batched; on Lambda
durable functions ${durable}, on Step Functions ${standard}, on Step Functions Express, which keeps no result, ${express}.`;
}

function partsTable(): string {
  const row = (what: string, part: RegExp, task = "plain", more: Partial<Workload> = {}): Row => {
    const of = costOf(task, more);
    return [what, money(partOf(of.single, part)), money(partOf(of.batched, part))];
  };
  return markdown(
    ["", "one at a time", "batched under load"],
    [
      row("SQS: send, receive, delete", /^SQS/),
      row("DynamoDB: claim and completion, two write units", /claims|completions/),
      row("DynamoDB: the record, for 45 days", /^DynamoDB: records/),
      ["DynamoDB for a task with `ignoreResult: true`", "-", "-"],
      row("DynamoDB for a [unique](unique.md) task, three write units more", /unique/, "unique"),
      row(
        "DynamoDB for [idempotency](idempotency.md), two write units more",
        /: claims and/,
        "once",
      ),
      row("DynamoDB for each [searchable tag](tags.md), one write unit more", /tags$/, "plain", {
        tags: 1,
      }),
      row("Lambda: invocations, and its own log lines", /invocations|own log/),
    ],
  );
}

function optionsTable(): string {
  const { single, batched } = costOf("plain");
  const [one, many] = [totalOf(single), totalOf(batched)];
  const row = (what: string, task: string, more: Partial<Workload> = {}): Row => {
    const of = costOf(task, more);
    return [
      what,
      money(totalOf(of.single)),
      signed(totalOf(of.single) - one),
      money(totalOf(of.batched)),
      signed(totalOf(of.batched) - many),
      differences(batched, of.batched),
    ];
  };
  return markdown(
    ["a million tasks", "one at a time", "", "batched", "", "what makes the difference, batched"],
    [
      ["`lambda()`, 1 GB, batches of 10", money(one), "", money(many), "", ""],
      row("`ignoreResult: true`", "forgotten"),
      row("`unique`", "unique"),
      row("`idempotency`, a window of 7 days", "once"),
      row("a searchable tag", "plain", { tags: 1 }),
      row("an eta more than 15 minutes ahead", "plain", { farEta: true }),
      row("one retry for every tenth task", "plain", { retries: 0.1 }),
      row("an input of 100 KB", "plain", { payloadBytes: 102_400 }),
      row("an input of 1 MB, by S3", "plain", { payloadBytes: 1_048_576 }),
      row("a result of 4 KB", "plain", { resultBytes: 4096 }),
      row("a result of 100 KB, by S3", "plain", { resultBytes: 102_400 }),
      row('`lambda({ memory: "512 MB" })`', "plain", { memoryMb: 512 }),
      row("computing all of the 200 ms", "plain", { cpuTimeMs: 200 }),
      row("`lambda({ batch: 1 })`", "alone"),
      row("`fargate()`, 0.25 vCPU, 0.5 GB, 10 at a time", "contained"),
      row("`fargate({ spot: true })`", "spare"),
    ],
  );
}

/** Which lines differ, and by how much; what is under two cents is left out. */
function differences(before: readonly CostLine[], after: readonly CostLine[]): string {
  const service = (line: CostLine): string => line.what.split(":")[0] ?? "";
  const services = [...new Set([...before, ...after].map(service))];
  const sum = (lines: readonly CostLine[], of: string): number =>
    totalOf(lines.filter((line) => service(line) === of));
  return services
    .map((of) => ({ of, by: sum(after, of) - sum(before, of) }))
    .filter(({ by }) => Math.abs(by) >= 0.02)
    .map(({ of, by }) => `${of} ${signed(by)}`)
    .join(", ");
}

function alternativesTable(): string {
  const shapes: readonly (readonly [string, Partial<Workload>])[] = [
    ["50 ms, 256 MB", { runTimeMs: 50, memoryMb: 256 }],
    ["200 ms, 1 GB", { runTimeMs: 200, memoryMb: 1024 }],
    ["200 ms of computing, 1 GB", { runTimeMs: 200, cpuTimeMs: 200, memoryMb: 1024 }],
    ["2 s, 1 GB", { runTimeMs: 2000, memoryMb: 1024 }],
    ["30 s, 2 GB", { runTimeMs: 30_000, memoryMb: 2048 }],
    ["200 ms, 1 GB, a retry each", { runTimeMs: 200, memoryMb: 1024, retries: 1 }],
  ];
  const rows = shapes.map(([what, more]) => {
    const { single, batched, alternatives } = costOf("plain", more);
    const others = Object.values(alternatives).map((each) =>
      each.possible ? money(totalOf(each.lines)) : "-",
    );
    return [what, money(totalOf(single)), money(totalOf(batched)), ...others];
  });
  const heads = ["durable functions", "Step Functions", "Step Functions Express"];
  return markdown(["a million tasks of", "one at a time", "batched", ...heads], rows);
}

function idleTable(): string {
  const { monthly } = reportOf("plain");
  const rows = monthly.map(({ what, quantity, price, dollars }) => [
    what,
    quantityText(quantity, price),
    money(dollars),
  ]);
  return markdown(["in a month without tasks", "", ""], rows);
}

function hostsTable(): string {
  const shapes: readonly (readonly [string, Partial<Workload>])[] = [
    ["wait 200 ms", { runTimeMs: 200 }],
    ["compute 200 ms", { runTimeMs: 200, cpuTimeMs: 200 }],
    ["wait 10 s", { runTimeMs: 10_000 }],
    ["compute 10 s", { runTimeMs: 10_000, cpuTimeMs: 10_000 }],
  ];
  const rows = shapes.map(([what, more]) => {
    const costs = ["plain", "contained", "spare"].map((task) => costOf(task, more));
    return [
      what,
      ...costs.map(({ single }) => money(totalOf(single))),
      ...costs.map(({ batched }) => money(totalOf(batched))),
    ];
  });
  const heads = ["`lambda()`", "`fargate()`", "spot"];
  return markdown(
    [
      "a million tasks that",
      ...heads.map((host) => `${host}, one at a time`),
      ...heads.map((host) => `${host}, batched`),
    ],
    rows,
  );
}

function pricesTable(): string {
  const rows = Object.values(PRICES).map(({ service, dollars, per, unit, date, source }) => [
    `${service}: ${unit}`,
    `$${dollars}${per === 1 ? "" : " per million"}`,
    date,
    source,
  ]);
  return markdown(["", "us-east-1", "as of", "source"], rows);
}

type Row = readonly string[];

function markdown(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.join(" | ")} |`.replaceAll("|  |", "| |");
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}

function fenced(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}

function signed(dollars: number): string {
  return `${dollars < 0 ? "-" : "+"}${money(Math.abs(dollars))}`;
}
