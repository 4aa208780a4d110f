import {
  type Arg,
  type Cmd,
  type Copy,
  DockerfileParser,
  type Entrypoint,
  type Env,
  type From,
  type Healthcheck,
  type Instruction as Parsed,
  type Run,
} from "dockerfile-ast";
import type { Instruction, InstructionBody, Mount } from "./instruction.ts";

/**
 * Parses a Dockerfile.
 * @throws {Error} naming the line of an instruction, flag or form that is not known here: what is passed over would
 * be a Dockerfile other than the one that Docker executes.
 */
export function parseDockerfile(text: string): readonly Instruction[] {
  return DockerfileParser.parse(text)
    .getInstructions()
    .map((parsed) => ({ line: parsed.getRange().start.line + 1, ...bodyOf(parsed) }));
}

type Reader = (parsed: Parsed) => InstructionBody;

const READERS: Readonly<Record<string, Reader>> = {
  FROM: (parsed) => {
    const from = parsed as From;
    checkFlags(parsed, from.getFlags(), []);
    return { kind: "from", image: from.getImage() ?? "", stage: from.getBuildStage() ?? undefined };
  },
  ARG: (parsed) => {
    const property = (parsed as Arg).getProperty();
    if (property === null) throw unknown(parsed, "ARG without a name");
    checkPlain(parsed);
    return { kind: "arg", name: property.getName(), fallback: property.getValue() ?? undefined };
  },
  ENV: (parsed) => {
    checkPlain(parsed);
    const properties = (parsed as Env).getProperties();
    return {
      kind: "env",
      variables: properties.map((each) => [each.getName(), each.getValue() ?? ""]),
    };
  },
  WORKDIR: (parsed) => ({ kind: "workdir", path: textOf(parsed) }),
  USER: (parsed) => ({ kind: "user", user: textOf(parsed) }),
  RUN: readRun,
  COPY: readCopy,
  EXPOSE: (parsed) => ({ kind: "expose", ports: textOf(parsed).split(/\s+/) }),
  STOPSIGNAL: (parsed) => ({ kind: "stopsignal", signal: textOf(parsed) }),
  HEALTHCHECK: readHealthcheck,
  ENTRYPOINT: (parsed) => ({
    kind: "entrypoint",
    command: execForm(parsed, (parsed as Entrypoint).getArgumentsContent()),
  }),
  CMD: (parsed) => ({
    kind: "cmd",
    command: execForm(parsed, (parsed as Cmd).getArgumentsContent()),
  }),
};

function bodyOf(parsed: Parsed): InstructionBody {
  const read = READERS[parsed.getKeyword()];
  if (read === undefined) throw unknown(parsed, `the instruction ${parsed.getKeyword()}`);
  return read(parsed);
}

function readRun(parsed: Parsed): InstructionBody {
  const run = parsed as Run;
  checkFlags(parsed, run.getFlags(), ["mount"]);
  if (run.getHeredocs().length > 0) throw unknown(parsed, "a heredoc");
  if (run.getOpeningBracket() !== null) throw unknown(parsed, "RUN in exec form");
  const mounts = run.getFlags().map((flag) => readMount(parsed, flag.getOptions()));
  return { kind: "run", command: textOf(parsed), mounts };
}

type Options = ReturnType<ReturnType<Run["getFlags"]>[number]["getOptions"]>;

function readMount(parsed: Parsed, options: Options): Mount {
  const { type, target, id, ...others } = Object.fromEntries(
    options.map((option) => [option.getName(), option.getValue() ?? ""]),
  );
  const [other] = Object.keys(others);
  if (other !== undefined) throw unknown(parsed, `--mount with ${other}`);
  if (target === undefined) throw unknown(parsed, "--mount without a target");
  if (type === "secret" && id !== undefined) return { type, target, id };
  if ((type === "bind" || type === "cache") && id === undefined) return { type, target };
  throw unknown(parsed, `--mount of type ${type}`);
}

function readCopy(parsed: Parsed): InstructionBody {
  const copy = parsed as Copy;
  checkFlags(parsed, copy.getFlags(), ["from"]);
  if (copy.getHeredocs().length > 0) throw unknown(parsed, "a heredoc");
  const paths = copy.getArguments().map((argument) => argument.getValue());
  const destination = paths.pop();
  if (destination === undefined || paths.length === 0) throw unknown(parsed, "COPY of nothing");
  const pattern = paths.find((path) => /[*?[\]"\\]/.test(path));
  if (pattern !== undefined) throw unknown(parsed, `COPY of ${pattern}, a pattern or quoted,`);
  return {
    kind: "copy",
    from: copy.getFromFlag()?.getValue() ?? undefined,
    sources: paths,
    destination,
  };
}

function readHealthcheck(parsed: Parsed): InstructionBody {
  const check = parsed as Healthcheck;
  const known = ["interval", "timeout", "start-period", "retries"];
  checkFlags(parsed, check.getFlags(), known);
  const [, command] = /^CMD\s+(.*)$/s.exec(textOf(parsed)) ?? [];
  if (command === undefined) throw unknown(parsed, "HEALTHCHECK without CMD");
  const flags = check.getFlags().map((flag) => [flag.getName(), flag.getValue() ?? ""] as const);
  return {
    kind: "healthcheck",
    check: { command: execForm(parsed, command), flags: Object.fromEntries(flags) },
  };
}

/** A command as a list; in shell form nobody but a shell would get the signals. */
function execForm(parsed: Parsed, text: string | null): readonly string[] {
  if (text?.startsWith("[") !== true) throw unknown(parsed, "a command in shell form");
  const command: unknown = JSON.parse(text);
  if (Array.isArray(command) && command.every((each) => typeof each === "string")) return command;
  throw unknown(parsed, "a command that is not a list of strings");
}

/** Values in single quotes are not expanded, and backslashes take part: neither is known here. */
function checkPlain(parsed: Parsed): void {
  if (/['\\]/.test(textOf(parsed))) throw unknown(parsed, "a value with ' or a backslash");
}

function checkFlags(
  parsed: Parsed,
  flags: readonly { getName(): string }[],
  known: readonly string[],
): void {
  const other = flags.find((flag) => !known.includes(flag.getName()));
  if (other !== undefined) throw unknown(parsed, `the flag --${other.getName()}`);
}

function textOf(parsed: Parsed): string {
  return parsed.getArgumentsContent() ?? "";
}

function unknown(parsed: Parsed, what: string): Error {
  const line = parsed.getRange().start.line + 1;
  return new Error(`line ${line}: ${what} is not known to the executor: ${parsed.toString()}`);
}
