import { styleText } from "node:util";
import type { Severity } from "./check.ts";
import type { Diagnosis, Finding, NotChecked } from "./finding.ts";
import { commandOf, nameOf, type Report } from "./report.ts";

const SEVERITIES: readonly Severity[] = ["missing", "unsafe", "drifted"];
const COLORS = { missing: "red", unsafe: "red", drifted: "yellow" } as const;

/** The report for people: by resource, with the fix of each finding, what was not checked, and the sum. */
export function textReport({ resources, diagnosis }: Report, colors: boolean): string {
  const { findings, notChecked } = diagnosis;
  const groups = Map.groupBy(findings, ({ subject }) => titleOf(subject));
  const blocks = [...groups].map(([title, group]) =>
    [title, ...group.flatMap((finding) => findingLines(finding, resources, colors))].join("\n"),
  );
  const unknown = notChecked.length === 0 ? [] : [notCheckedLines(notChecked).join("\n")];
  return `${[...blocks, ...unknown, summary(resources.app, diagnosis)].join("\n\n")}\n`;
}

function titleOf(subject: Finding["subject"]): string {
  const { name, location } = subject;
  return location === "" || location === name ? nameOf(subject) : `${nameOf(subject)}  ${location}`;
}

function findingLines(
  finding: Finding,
  resources: Report["resources"],
  colors: boolean,
): readonly string[] {
  const { id, severity, found, expected, why, fix } = finding;
  const label = colors
    ? styleText(COLORS[severity], severity, { validateStream: false })
    : severity;
  const command = commandOf(fix, resources);
  return [
    `  ${label}  ${id}: found ${found}; expected ${expected}`,
    `    ${why}`,
    `    fix: ${fix.text}${command === undefined ? "" : `: ${command}`}`,
  ];
}

/** One line for each reason, not for each resource: a service that may not be read is one thing to mend. */
function notCheckedLines(notChecked: readonly NotChecked[]): readonly string[] {
  const reasons = Map.groupBy(notChecked, ({ why }) => why);
  return [
    "not checked",
    ...[...reasons].flatMap(([why, group]) => [
      `  ${why}`,
      ...group.map(({ subject, checks }) => `    ${nameOf(subject)}: ${checks.join(", ")}`),
    ]),
  ];
}

function summary(app: string, { findings, notChecked, checked }: Diagnosis): string {
  const skipped = notChecked.reduce((sum, { checks }) => sum + checks.length, 0);
  const made = `${checked} checks made, ${skipped} not made`;
  if (findings.length === 0) return `app ${JSON.stringify(app)}: nothing found; ${made}.`;
  const counts = SEVERITIES.map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return `${count} ${severity}`;
  });
  return (
    `app ${JSON.stringify(app)}: ${counts.join(", ")}; ${made}.\n` +
    "A deployment puts most of it right: sst refresh, then sst deploy."
  );
}
