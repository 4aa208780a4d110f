import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type NameLists, nameFaults } from "./name-coverage.ts";
import { codeSpans, readNameTables } from "./name-tables.ts";
import { type OurName, unknownNames } from "./our-names.ts";

const PEERS: readonly (readonly [peer: string, pages: readonly string[]])[] = [
  [
    "celery",
    [
      "coming-from-celery",
      "coming-from-celery-names",
      "coming-from-celery-settings",
      "coming-from-celery-examples",
    ],
  ],
  ["bullmq", ["coming-from-bullmq"]],
  ["sqs-consumer", ["coming-from-sqs-consumer"]],
];

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const tablesOf = (page: string) => readNameTables(read(`../../../docs/${page}.md`));

describe.each(PEERS)("who comes from %s", (peer, pages) => {
  const { versions, names } = JSON.parse(read(`names/${peer}.json`)) as {
    readonly versions: Readonly<Record<string, string>>;
    readonly names: NameLists;
  };

  it("finds every name, and what there is for it", () => {
    expect(nameFaults(pages.flatMap(tablesOf), names)).toEqual([]);
  });

  it("reads which versions that is true of", () => {
    const [first = ""] = pages;
    const text = read(`../../../docs/${first}.md`);
    for (const [name, version] of Object.entries(versions))
      expect(text).toContain(`${name} ${version}`);
  });

  it("is sent to names that there are", async () => {
    expect(await unknownNames(pages.flatMap(ourNamesOf))).toEqual([]);
  });
});

function ourNamesOf(page: string): readonly OurName[] {
  return tablesOf(page).flatMap(({ rows }) =>
    rows.flatMap(({ ours, line }) =>
      codeSpans(ours).map((name) => ({ name, at: `docs/${page}.md:${line}` })),
    ),
  );
}

describe("names that do not fit are noticed", () => {
  const page = [
    "<!-- names: queue -->",
    "| BullMQ | Celeriac | |",
    "|---|---|---|",
    "| `add`, `addBulk` | `client.enqueue` | |",
    "| `get*` | not needed | |",
    "| `adds` | | |",
    "",
    "Not needed: `on`,",
    "`of`. Because `handle.updates` is enough.",
    "",
  ].join("\n");

  it("theirs", () => {
    const lists = { queue: ["add", "addBulk", "getJob", "on", "off"], worker: ["run"] };
    expect(nameFaults(readNameTables(page), lists)).toEqual([
      "queue: no row has off",
      "queue: there is no adds",
      "queue: there is no of",
      "worker: no row has run",
      'queue, line 6: adds has neither a name of ours nor "not needed", "not yet", "always" or "never"',
    ]);
  });

  it("ours", async () => {
    const there = [
      ...[
        "task.retry.maxRetries",
        "handle.result({ timeout })",
        "RetryError",
        "outcome.reason",
        "fargate()",
      ],
      ...[
        "celeriac doctor",
        "celeriac cost --json",
        '"task-failed"',
        "REVOKED",
        "celeriac/testing",
        "CELERIAC_QUEUES",
        "component.alarms",
      ],
    ];
    const missing = [
      ...[
        "task.retry.maxTries",
        "handle.get()",
        "RetryErr",
        "outcome.reasons",
        "worker()",
        "celeriac beat",
      ],
      ...[
        "celeriac cost --jsonl",
        '"task-fail"',
        "REVOKE",
        "celeriac/beat",
        "CELERIAC_BROKER",
        "component.alarm",
        "some words",
      ],
    ];
    const names = [...there, ...missing].map((name) => ({ name, at: "here" }));
    const unknown = await unknownNames(names);
    expect(new Set(unknown)).toEqual(
      new Set(missing.map((name) => `here: Celeriac has no ${name}`)),
    );
  });
});
