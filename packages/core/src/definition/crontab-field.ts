import { show } from "../show.ts";

/** One of a crontab's five fields. */
export interface CrontabField {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Of the values, from `least` on. */
  readonly names?: readonly string[];
  /** One number more, for the first value: 7 is Sunday, as 0 is. */
  readonly alias?: number;
}

export const MINUTE: CrontabField = { name: "minute", least: 0, most: 59 };
export const HOUR: CrontabField = { name: "hour", least: 0, most: 23 };
export const DAY_OF_MONTH: CrontabField = { name: "day of month", least: 1, most: 31 };
export const MONTH: CrontabField = {
  name: "month",
  least: 1,
  most: 12,
  names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
export const DAY_OF_WEEK: CrontabField = {
  name: "day of week",
  least: 0,
  most: 6,
  names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
  alias: 7,
};

/** What a field's text means: its values in order, or what is wrong with it. */
export type FieldReading =
  | { readonly ok: true; readonly values: readonly number[] }
  | { readonly ok: false; readonly fault: string };

/**
 * Reads a star, `5`, `1-5`, a star or a range with a step (`0-30/5`), `mon`, `mon-fri` and lists of them. A range whose end comes first goes round:
 * `22-2` is 22, 23, 0, 1, 2, and `sat-sun` the weekend.
 */
export function readField(field: CrontabField, text: string): FieldReading {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const read = readPart(field, part);
    if (typeof read === "string") {
      return { ok: false, fault: `the ${field.name} is ${show(text)}: ${read}` };
    }
    for (const value of read) values.add(value);
  }
  return { ok: true, values: [...values].sort((a, b) => a - b) };
}

const PART = /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/;

/** The values of one item of a list, or a fault. */
function readPart(field: CrontabField, part: string): readonly number[] | string {
  const [, all, from, to, stepText] = PART.exec(part) ?? [];
  if (all === undefined && from === undefined) {
    return `${show(part)} is none of *, 5, 1-5, */5 and 1-30/5`;
  }
  const first = all === undefined ? numberOf(field, from) : field.least;
  const last = all === undefined ? numberOf(field, to ?? from) : field.most;
  if (first === undefined || last === undefined) return `expected ${expectation(field)}`;
  const size = field.most - field.least + 1;
  const step = Number(stepText ?? 1);
  if (step < 1 || step > size) return `the step of ${show(part)} is no number from 1 to ${size}`;
  if (stepText !== undefined && all === undefined && to === undefined) {
    return `a step needs a range: write "${from}-${field.most}/${stepText}"`;
  }
  const length = last - first + 1 + (last < first ? size : 0);
  const count = Math.ceil(length / step);
  return Array.from({ length: count }, (_, index) => around(field, first + index * step));
}

/** A value past the field's end, from its start on. */
function around({ least, most }: CrontabField, value: number): number {
  return value > most ? value - (most - least + 1) : value;
}

function numberOf(field: CrontabField, text = ""): number | undefined {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  if (named !== -1) return field.least + named;
  if (!/^\d{1,2}$/.test(text)) return undefined;
  const value = Number(text);
  const most = field.alias ?? field.most;
  return value >= field.least && value <= most ? value : undefined;
}

function expectation({ least, most, names = [] }: CrontabField): string {
  const named = names.length === 0 ? "" : `, or ${names[0]} to ${names.at(-1)}`;
  return `numbers from ${least} to ${most}${named}`;
}
