import { codeSpans, type NameTable } from "./name-tables.ts";

/** By section of a page, the names that its tables must have. */
export type NameLists = Readonly<Record<string, readonly string[]>>;

/** What is wrong with a page's tables: a name without a row, a row without a name, a cell that says nothing. */
export function nameFaults(tables: readonly NameTable[], lists: NameLists): readonly string[] {
  const sections = new Set([...Object.keys(lists), ...tables.map(({ section }) => section)]);
  return [
    ...[...sections].flatMap((section) => sectionFaults(section, tables, lists)),
    ...tables.flatMap(answerFaults),
  ];
}

function sectionFaults(
  section: string,
  tables: readonly NameTable[],
  lists: NameLists,
): readonly string[] {
  const names = lists[section];
  if (names === undefined) return [`${section}: nobody has a list of such names`];
  const told = tables.filter((table) => table.section === section).flatMap(toldIn);
  const counts = names.map((name) => ({
    name,
    rows: told.filter((each) => stands(each, name)).length,
  }));
  return [
    ...counts.filter(({ rows }) => rows === 0).map(({ name }) => `${section}: no row has ${name}`),
    ...counts.filter(({ rows }) => rows > 1).map(({ name }) => `${section}: two rows have ${name}`),
    ...told
      .filter((each) => !names.some((name) => stands(each, name)))
      .map((each) => `${section}: there is no ${each}`),
  ];
}

function toldIn({ rows }: NameTable): readonly string[] {
  return rows.flatMap(({ theirs }) => theirs);
}

function stands(told: string, name: string): boolean {
  if (!told.endsWith("*")) return told === name;
  return name.startsWith(told.slice(0, -1));
}

/** What a cell without a name of ours may say instead. */
const ANSWER = /^(not needed|not yet|always|never)\b/;

function answerFaults({ section, rows }: NameTable): readonly string[] {
  return rows
    .filter(({ ours }) => codeSpans(ours).length === 0 && !ANSWER.test(ours))
    .map(
      ({ theirs, line }) =>
        `${section}, line ${line}: ${theirs.join(", ")} has neither a name of ours nor "not needed", "not yet", "always" or "never"`,
    );
}
