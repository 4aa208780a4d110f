import type ts from "typescript";
import { SECTIONS } from "./configuration-sections.ts";
import { ENVIRONMENT_VARIABLES } from "./environment-variables.ts";
import { GENERATED, table } from "./markdown.ts";
import { type Option, type OptionGroup, optionsOf } from "./options-of.ts";
import type { Source } from "./source-program.ts";

const INTRODUCTION = `# Configuration

Every option there is. A duration is a text such as \`"500ms"\`, \`"30s"\`, \`"5m"\`, \`"1h"\` or \`"7d"\`. Options are checked where they
are given, all at once: what is unknown, of another type or out of its range is one error, which names each mistake.`;

/** docs/configuration.md, made of the source's types and comments. */
export function configurationPage(source: Source): string {
  const told = new Set(["TaskOptions"]);
  const sections = SECTIONS.map(({ title, says, options }) => {
    const type = options(source);
    return [`## ${title}`, says, ...tables(type, source.checker, told)].join("\n\n");
  });
  return `${[GENERATED, INTRODUCTION, ...sections, environment()].join("\n\n")}\n`;
}

/** The options of a type, and then of each group that they name and that was not told before. */
function tables(type: ts.Type, checker: ts.TypeChecker, told: Set<string>): readonly string[] {
  const options = optionsOf(type, checker);
  const fresh = options
    .flatMap(({ groups }) => groups)
    .filter(({ name }) => !told.has(name) && told.add(name));
  return [optionTable(options), ...fresh.flatMap((group) => groupTables(group, checker, told))];
}

function groupTables(
  { name, type }: OptionGroup,
  checker: ts.TypeChecker,
  told: Set<string>,
): readonly string[] {
  return [`### ${name}`, ...tables(type, checker, told)];
}

function optionTable(options: readonly Option[]): string {
  const rows = options.map((option) => [
    `\`${option.name}\`${option.required ? " (required)" : ""}`,
    typeCell(option),
    option.defaultValue ?? "",
    option.description,
  ]);
  return table(["option", "type", "default", "what"], rows);
}

function typeCell({ type, groups }: Option): string {
  const links = groups.map(({ name }) => `[${name}](#${anchorOf(name)})`);
  const code = type.includes("`") ? `\`\` ${type} \`\`` : `\`${type}\``;
  const isLinkAlone = groups.length === 1 && type === groups[0]?.name;
  return (isLinkAlone ? links : [code, ...links]).join(" ");
}

/** A task's options are told with the task. */
function anchorOf(group: string): string {
  return group === "TaskOptions" ? "definetask" : group.toLowerCase();
}

function environment(): string {
  const rows = ENVIRONMENT_VARIABLES.map(({ name, readBy, unlessSet, means }) => [
    `\`${name}\``,
    readBy,
    unlessSet,
    means,
  ]);
  return `## Environment variables

Besides these, AWS's own are heeded as in any program: \`AWS_REGION\`, \`AWS_PROFILE\`, \`AWS_ACCESS_KEY_ID\` and the rest.

${table(["variable", "read by", "default", "what"], rows)}`;
}
