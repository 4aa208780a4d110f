import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { benchOptions } from "./bench-options.ts";
import type { BenchReport } from "./report/bench-report.ts";
import { standings } from "./report/goals.ts";
import { type Measurement, SECTIONS } from "./report/measurement.ts";
import { benchPlacesIn, withBenchTables } from "./report/performance-page.ts";
import { percentileOf, spreadOf } from "./report/spread.ts";
import { sectionTable } from "./report/tables.ts";

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");

const rate = (id: string, ...runs: number[]): Measurement => ({
  section: "drain",
  id,
  what: `what ${id} is`,
  figures: { "tasks/s": spreadOf(runs) },
});

const reportOf = (...measurements: Measurement[]): BenchReport => ({
  date: "2026-01-01T00:00:00.000Z",
  machine: { cores: 2, processor: "p", memoryGb: 8, node: "24.0.0", platform: "linux x64" },
  runs: 3,
  measurements,
  skipped: [{ section: "drain", what: "BullMQ", why: "there is no redis-server" }],
});

describe("several runs", () => {
  it("have a median, a least and a most", () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3, runs: [3, 1, 2] });
    expect(spreadOf([1, 4]).median).toBe(2.5);
  });

  it("have percentiles that so many do not exceed", () => {
    const hundred = Array.from({ length: 100 }, (_none, n) => 100 - n);
    expect([50, 95, 99].map((percent) => percentileOf(hundred, percent))).toEqual([50, 95, 99]);
    expect(percentileOf([7], 99)).toBe(7);
  });
});

describe("where a run stands", () => {
  const goal = (report: BenchReport, words: RegExp) =>
    standings(report).find((standing) => words.test(standing.goal));

  it("is the best of ours by the best of theirs", () => {
    const report = reportOf(
      rate("drain.worker.1", 2000),
      rate("drain.worker.2", 2400),
      rate("peer.celery.aws.solo", 100),
      rate("peer.celery.aws.threads", 300),
    );
    expect(goal(report, /at least 8 times/)).toMatchObject({ measured: "8 times", reached: true });
    const slower = reportOf(rate("drain.worker.2", 2399), rate("peer.celery.aws.threads", 300));
    expect(goal(slower, /at least 8 times/)).toMatchObject({ reached: false });
  });

  it("is open where nothing was measured", () => {
    for (const { measured, reached } of standings(reportOf())) {
      expect({ measured, reached }).toEqual({ measured: "not measured", reached: undefined });
    }
  });
});

describe("a section's table", () => {
  it("shows medians with what runs differed by, and what could not be measured", () => {
    expect(
      sectionTable(reportOf(rate("a", 1000, 1100, 1234)), "drain")
        .split("\n")
        .slice(2),
    ).toEqual([
      "| what a is | 1,100 (1,000–1,234) |  |  |  |",
      "| BullMQ: not measured, there is no redis-server |  |  |  |  |",
    ]);
  });
});

/** After an official run: `npm run bench -- --write-docs`. */
describe("docs/performance.md", () => {
  const page = read("../../docs/performance.md");
  const official = JSON.parse(read("./results/official.json")) as BenchReport;

  it("has the tables of the official run", () => {
    expect(page).toBe(withBenchTables(page, official));
  });

  it("has every section, the goals and the machine", () => {
    expect(new Set(benchPlacesIn(page))).toEqual(new Set([...SECTIONS, "goals", "machine"]));
  });
});

describe("the command line", () => {
  it("takes sections and options", () => {
    expect(benchOptions(["drain", "--no-peers", "--runs", "5"])).toMatchObject({
      ...{ sections: ["drain"], peers: false, runs: 5 },
    });
    expect(benchOptions([])).toMatchObject({ sections: SECTIONS, peers: true, runs: 3 });
  });

  it.each([
    [["drian"], 'no section "drian"'],
    [["--runs", "0"], "--runs 0: expected 1 or more"],
    [["--fast"], "--fast"],
    [["drain", "--write-docs"], "--write-docs takes a whole run"],
  ])("refuses %j", (words, message) => {
    expect(() => benchOptions(words)).toThrow(message);
  });
});
