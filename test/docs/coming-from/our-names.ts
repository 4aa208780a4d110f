import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "@celeriac/cli";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const FOLDER = join(ROOT, "node_modules/.cache/coming-from");
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");

/** What the first word of a path of ours stands for, as the pages' legends say. */
const ROOTS: Readonly<Record<string, string>> = {
  task: "Parameters<typeof core.defineTask>[0]",
  app: "core.AppOptions",
  schedule: "core.ScheduleOptions",
  lambda: "core.LambdaQueueOptions",
  fargate: "core.FargateQueueOptions",
  enqueue: "core.EnqueueOptions",
  client: "client.ConnectedClient",
  handle: "core.TaskHandle<unknown>",
  outcome: "core.TaskOutcome<unknown>",
  ctx: "core.TaskContext",
  letters: "client.DeadLetters",
  error: "core.CeleriacError",
  test: "testing.TestApp",
  worker: "worker.WorkerOptions",
  aws: "local.EmbeddedAws",
};

const DOORS = ["client", "lambda", "worker", "testing", "local"];

const PRELUDE = [
  'import type * as core from "celeriac";',
  ...DOORS.map((door) => `import type * as ${door} from "celeriac/${door}";`),
  `type Exports = typeof core & ${DOORS.map((door) => `typeof ${door}`).join(" & ")} & { Celeriac: unknown };`,
  `interface Roots { ${Object.entries(ROOTS)
    .map(([root, type]) => `${root}: ${type}`)
    .join("; ")} }`,
  "type Names<T> = T extends unknown ? keyof T : never;",
  "type Of<T, K extends Names<T>> = NonNullable<T extends unknown ? K extends keyof T ? T[K] : never : never>;",
];

/** A name of ours, and where a page speaks of it. */
export interface OurName {
  readonly name: string;
  readonly at: string;
}

/** Those that Celeriac does not have: not exported, no member of what they are said to belong to, no command, no variable. */
export async function unknownNames(names: readonly OurName[]): Promise<readonly string[]> {
  const commands = names.filter(({ name }) => name.startsWith("celeriac "));
  const others = names.filter(({ name }) => !name.startsWith("celeriac "));
  const unseen = others.filter(({ name }) => !isPlain(name));
  const paths = unseen.filter(({ name }) => typeOf(name) !== undefined);
  const rest = unseen.filter(({ name }) => typeOf(name) === undefined);
  const unknown = [...(await unknownCommands(commands)), ...unknownPaths(paths), ...rest];
  return unknown.map(({ name, at }) => `${at}: Celeriac has no ${name}`);
}

/** Paths are judged by TypeScript: each is a type that has to be there. */
function unknownPaths(names: readonly OurName[]): readonly OurName[] {
  const lines = names.map(({ name }, index) => `export type T${index} = ${typeOf(name)};`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, "names.ts"), [...PRELUDE, ...lines, ""].join("\n"));
  const options = { compilerOptions: { skipLibCheck: true }, files: ["names.ts"], include: [] };
  const config = { extends: join(ROOT, "tsconfig.base.json"), ...options };
  writeFileSync(join(FOLDER, "tsconfig.json"), JSON.stringify(config));
  const faults = [...compile().matchAll(/^(?:.*\/)?names\.ts\((\d+),\d+\): error (.*)$/gm)];
  const strange = faults.filter(([, line]) => Number(line) <= PRELUDE.length);
  if (strange.length > 0) throw new Error(strange.map(([text]) => text).join("\n"));
  const wrong = new Set(faults.map(([, line]) => Number(line) - PRELUDE.length - 1));
  return names.filter((_, index) => wrong.has(index));
}

function compile(): string {
  try {
    return execFileSync(process.execPath, [TSC, "-p", FOLDER, "--pretty", "false"], {
      encoding: "utf8",
    });
  } catch (error) {
    if (error instanceof Error && "stdout" in error) return String(error.stdout);
    throw error;
  }
}

/** `handle.result({ … })` is the member `result` of what the root `handle` stands for; one word is an export. */
function typeOf(name: string): string | undefined {
  const path = /^([A-Za-z]+(?:\.[A-Za-z]+)*)(?:\(.*\))?$/.exec(name)?.[1];
  const [root = "", ...members] = path?.split(".") ?? [];
  if (root === "" || root === "component") return undefined;
  const from = members.length === 0 ? `Of<Exports, "${root}">` : `Of<Roots, "${root}">`;
  return members.reduce((type, member) => `Of<${type}, "${member}">`, from);
}

/** Roots, states, error codes, variables, sub-paths and arguments of the component stand in the source as they are. */
function isPlain(name: string): boolean {
  const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
  if (Object.hasOwn(ROOTS, name)) return true;
  if (name.startsWith("CELERIAC_")) return sourceOf("packages/celeriac/src").includes(`"${name}"`);
  if (/^"[a-z-]+"$/.test(name))
    return read("packages/core/src/errors/error-code.ts").includes(name);
  if (/^[A-Z]+$/.test(name))
    return read("packages/core/src/record/task-state.ts").includes(`"${name}"`);
  const door = /^celeriac\/([a-z]+)$/.exec(name)?.[1];
  if (door !== undefined) return read("packages/celeriac/package.json").includes(`"./${door}"`);
  const argument = /^component((?:\.[a-zA-Z]+)+)$/.exec(name)?.[1]?.split(".").at(-1);
  if (argument === undefined) return false;
  return new RegExp(`^ +readonly ${argument}\\??:`, "m").test(
    read("packages/sst/src/component/celeriac-args.ts"),
  );
}

function sourceOf(folder: string): string {
  const files = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".ts"));
  return files.map((name) => readFileSync(join(ROOT, folder, name), "utf8")).join("\n");
}

async function unknownCommands(names: readonly OurName[]): Promise<readonly OurName[]> {
  const judged = await Promise.all(
    names.map(async (each) => ({ each, known: await isCommand(each.name) })),
  );
  return judged.filter(({ known }) => !known).map(({ each }) => each);
}

/** The help of a command has its words and options. */
async function isCommand(text: string): Promise<boolean> {
  const words = text.split(" ").slice(1);
  const command = words.filter((word) => /^[a-z]/.test(word));
  const options = words.filter((word) => word.startsWith("--"));
  const { out, exitCode } = await runCommand([...command, "--help"]);
  const usage = out.slice(0, out.indexOf("\n"));
  const isThere = exitCode === 0 && usage.includes(`celeriac ${command.join(" ")}`);
  return isThere && options.every((option) => new RegExp(`${option}\\b`).test(out));
}
