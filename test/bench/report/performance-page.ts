import type { BenchReport } from "./bench-report.ts";
import { SECTIONS, type Section } from "./measurement.ts";
import { goalsTable, machineLine, sectionTable } from "./tables.ts";

const PLACE = /(<!-- bench: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** A page with its tables as a run gave them. */
export function withBenchTables(page: string, report: BenchReport): string {
  return page.replaceAll(PLACE, (_, begin: string, name: string, end: string) => {
    return `${begin}\n${tableOf(report, name)}\n\n${end}`;
  });
}

/** What a page has places for. */
export function benchPlacesIn(page: string): readonly string[] {
  return [...page.matchAll(PLACE)].map(([, , name = ""]) => name);
}

function tableOf(report: BenchReport, name: string): string {
  if (name === "machine") return machineLine(report);
  if (name === "goals") return goalsTable(report);
  if (SECTIONS.includes(name as Section)) return sectionTable(report, name as Section);
  throw new Error(`a page has a place for a table "${name}" of the bench, which has none such`);
}
