import type { Finding, NotChecked } from "./finding.ts";
import { commandOf, type Report } from "./report.ts";

/** The report for programs: one JSON object in one line; fields are only ever added. */
export function jsonReport({ resources, diagnosis }: Report): string {
  const { findings, notChecked, checked } = diagnosis;
  const report = {
    app: resources.app,
    region: resources.region,
    healthy: findings.length === 0,
    checked,
    findings: findings.map(({ subject, fix, ...finding }: Finding) => ({
      ...finding,
      resource: subject,
      fix: { text: fix.text, command: commandOf(fix, resources), call: fix.call },
    })),
    notChecked: notChecked.map(({ subject, ...rest }: NotChecked) => ({
      ...rest,
      resource: subject,
    })),
  };
  return `${JSON.stringify(report)}\n`;
}
