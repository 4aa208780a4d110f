import type { Reading } from "@celeriac/core";
import type { Check } from "./check.ts";
import type { Diagnosis, Finding, NotChecked, Subject } from "./finding.ts";

/** Makes checks one after the other and collects what they come to. */
export interface Examination {
  judge<Data>(subject: Subject, checks: readonly Check<Data>[], data: Data): void;
  skip(subject: Subject, checks: readonly Check<never>[], why: string): void;
  /**
   * Judges what was read: `absence` when it is missing, `checks` when it was found. All of them are not checked when it
   * could not be read.
   */
  judgeReading<Value, Data>(reading: Reading<Value>, plan: ReadingPlan<Value, Data>): void;
  readonly diagnosis: () => Diagnosis;
}

export interface ReadingPlan<Value, Data> {
  readonly subject: Subject;
  readonly absence?: Check<undefined> | undefined;
  readonly checks: readonly Check<Data>[];
  readonly dataOf: (value: Value) => Data;
}

export function createExamination(): Examination {
  const findings: Finding[] = [];
  const notChecked: NotChecked[] = [];
  let checked = 0;
  const examination: Examination = {
    judge(subject, checks, data) {
      for (const { id, severity, why, judge } of checks) {
        const verdict = judge(data);
        if (verdict !== undefined && "untold" in verdict) {
          notChecked.push({ subject, checks: [id], why: verdict.untold });
          continue;
        }
        checked += 1;
        if (verdict !== undefined) findings.push({ id, severity, subject, ...verdict, why });
      }
    },
    skip(subject, checks, why) {
      if (checks.length > 0) notChecked.push({ subject, checks: checks.map(({ id }) => id), why });
    },
    judgeReading(reading, { subject, absence, checks, dataOf }) {
      const absences = absence === undefined ? [] : [absence];
      if (reading.kind === "unread") {
        examination.skip(subject, [...absences, ...checks], reading.why);
      } else if (reading.kind === "missing") {
        examination.judge(subject, absences, undefined);
      } else {
        checked += absences.length;
        examination.judge(subject, checks, dataOf(reading.value));
      }
    },
    diagnosis: () => ({ findings, notChecked, checked }),
  };
  return examination;
}
