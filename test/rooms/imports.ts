import type { Case } from "./house.ts";

const rooms = [
  "core",
  "client",
  "engine",
  "lambda",
  "worker",
  "aws",
  "local",
  "testing",
  "cli",
  "sst",
].map((room) => `@celeriac/${room}`);
const node = ["node:assert", "node:crypto", "node:fs/promises"];
const sdk = ["dynamodb", "s3", "scheduler", "sqs"].map((name) => `@aws-sdk/client-${name}`);
const sdkProtocols = "@aws-sdk/core/protocols";
const hostLibraries = ["@middy/core", "@aws-lambda-powertools/logger"];
/** What core keeps apart for the guards of effects. */
const effects = "@celeriac/core/effects";
/** When a recurring schedule ticks: the embedded AWS and the test kit both go by it. */
const timetable = "@celeriac/local/timetable";
const idempotency = [
  "@aws-lambda-powertools/idempotency",
  "@aws-lambda-powertools/idempotency/persistence",
];
const emulators = ["fauxqs", "dynalite", "hono", "@hono/node-server"];
const commandLine = ["commander", "cli-table3"];
const strangers = ["zod", "fs", "celeriac", "celeriac/client"];

/** Everything that some room may import, and some of what none may. */
const universe = [
  ...rooms,
  effects,
  "@celeriac/testing/models",
  timetable,
  ...node,
  ...sdk,
  sdkProtocols,
  ...hostLibraries,
  ...idempotency,
  ...emulators,
  ...commandLine,
  ...strangers,
  "@standard-schema/spec",
  "@smithy/node-http-handler",
  "pino",
  "vitest",
];

interface Row {
  readonly room: string;
  readonly folder?: string;
  readonly may: readonly string[];
  /** What must be refused; left out, it is all the rest of the universe. */
  readonly mayNot?: readonly string[];
}

const table: readonly Row[] = [
  { room: "core", may: ["@standard-schema/spec"] },
  { room: "client", may: ["@celeriac/core"] },
  { room: "engine", may: ["@celeriac/core"] },
  { room: "lambda", may: ["@celeriac/core", "@celeriac/engine", ...hostLibraries, ...node] },
  { room: "worker", may: ["@celeriac/core", "@celeriac/engine", "pino", ...node] },
  {
    room: "aws",
    may: [
      ...["@celeriac/core", effects, ...sdk, sdkProtocols, ...idempotency],
      ...["@smithy/node-http-handler", ...node],
    ],
  },
  {
    room: "testing",
    may: ["@celeriac/core", effects, "@celeriac/client", "@celeriac/engine", timetable],
  },
  { room: "testing", folder: "vitest/", may: ["@celeriac/core", "vitest"] },
  { room: "testing", folder: "node/", may: ["@celeriac/core", "node:assert"] },
  {
    room: "testing",
    folder: "conformance/",
    may: ["@celeriac/core", effects, "@celeriac/client", "@celeriac/engine", "vitest", ...node],
  },
  {
    room: "local",
    may: ["@celeriac/core", ...emulators, ...sdk, ...node],
    mayNot: [...rooms.filter((name) => !/core|local/.test(name)), "celeriac"],
  },
  { room: "cli", may: ["@celeriac/core", "@celeriac/client", ...commandLine, ...node] },
  { room: "sst", may: ["@celeriac/core", ...node] },
  { room: "celeriac", may: [...rooms, ...node], mayNot: [] },
];

const restricted = "style/noRestrictedImports";

/** Each cell of the import table, as a file. */
export const tableCases: readonly Case[] = table.flatMap(({ room, folder = "", may, mayNot }) => {
  const self = `@celeriac/${room}`;
  const refused = mayNot ?? universe.filter((name) => !may.includes(name) && name !== self);
  const cell = (name: string): Pick<Case, "file" | "code"> => ({
    file: `packages/${room}/src/${folder}imports-${name.replace(/\W+/g, "-")}.ts`,
    code: `export { thing } from "${name}";\n`,
  });
  return [
    ...may.map((name) => ({ title: `${room}/${folder} may import ${name}`, ...cell(name) })),
    ...refused.map((name) => ({
      title: `${room}/${folder} may not import ${name}`,
      rule: restricted,
      ...cell(name),
    })),
  ];
});

/** Ways around the table: other forms of import, and other rooms' files by their path. */
export const detourCases: readonly Case[] = [
  {
    title: "a type alone is an import too",
    file: "packages/core/src/detour-type.ts",
    code: `export type { Client } from "@celeriac/client";\n`,
  },
  {
    title: "so is a dynamic import",
    file: "packages/core/src/detour-dynamic.ts",
    code: `export const client = (): Promise<unknown> => import("@celeriac/client");\n`,
  },
  {
    title: "a room does not reach into another's files by name",
    file: "packages/local/src/detour-deep-name.ts",
    code: `export { thing } from "@celeriac/core/src/thing.ts";\n`,
  },
  ...table.map(({ room, folder = "" }) => ({
    title: `${room}/${folder} does not reach into another room's files by path`,
    file: `packages/${room}/src/${folder}detour-path.ts`,
    code: `export { thing } from "${folder && "../"}../../other/src/thing.ts";\n`,
  })),
  {
    title: "a room does not reach into another's files from a folder of its own",
    file: "packages/engine/src/a/b/detour-path.ts",
    code: `export { thing } from "../../../../core/src/thing.ts";\n`,
  },
  {
    title: "celeriac does not reach into a room's files",
    file: "packages/celeriac/src/detour-celeriac.ts",
    code: `export { thing } from "@celeriac/core/src/thing.ts";\n`,
  },
  {
    title: "a unit test does not reach into another room's files",
    file: "packages/engine/src/detour.test.ts",
    code: `export { thing } from "../../core/src/thing.ts";\n`,
  },
  {
    title: "a unit test does not import the package that is made of the rooms",
    file: "packages/engine/src/detour-celeriac.test.ts",
    code: `export { thing } from "celeriac";\n`,
  },
  {
    title: "a test that spans rooms does not reach into their files",
    file: "test/e2e/detour.ts",
    code: `export { thing } from "../../packages/core/src/thing.ts";\n`,
  },
  {
    title: "an example does not reach into a room's files",
    file: "examples/novel/src/detour-path.ts",
    code: `export { thing } from "../../../packages/core/src/thing.ts";\n`,
  },
  {
    title: "an example imports what is published, not a room",
    file: "examples/novel/src/detour.ts",
    code: `export { thing } from "@celeriac/core";\n`,
  },
].map((detour) => ({ ...detour, rule: restricted }));

/** What the table must leave alone. */
export const goodCases: readonly Case[] = [
  {
    title: "a room's own folders",
    file: "packages/core/src/a/b/good.ts",
    code: `export { thing } from "../../thing.ts";\nexport { other } from "./other.ts";\n`,
  },
  {
    title: "types of a host's events",
    file: "packages/lambda/src/good.ts",
    code: `import type { SQSEvent } from "aws-lambda";\nexport type Event = SQSEvent;\n`,
  },
  {
    title: "test libraries and Node in a unit test",
    file: "packages/core/src/good.test.ts",
    code: `export { it } from "vitest";\nexport { assert } from "fast-check";\nexport { join } from "node:path";\nexport const now = Date.now();\n`,
  },
  {
    title: "the conformance suites from an adapter's unit test",
    file: "packages/local/src/good.test.ts",
    code: `export { suite } from "@celeriac/testing/conformance";\n`,
  },
  {
    title: "the conformance suites from a test that spans rooms",
    file: "test/conformance/good.ts",
    code: `export { suite } from "@celeriac/testing/conformance";\nexport { aws } from "@celeriac/aws";\n`,
  },
  {
    title: "the models from a test that spans rooms, and from a unit test",
    file: "test/engine/good.ts",
    code: `export { models } from "@celeriac/testing/models";\n`,
  },
  {
    title: "the rights of a deployment's roles from a test that judges calls by them",
    file: "test/iam/good.ts",
    code: `export { producerStatements } from "@celeriac/sst/access";\n`,
  },
  {
    title: "the settings of deployed functions from a test that builds them",
    file: "test/deployed/good.ts",
    code: `export { FUNCTION_SETTINGS } from "@celeriac/sst/function-settings";\n`,
  },
  {
    title: "celeriac from an example",
    file: "examples/novel/src/good.ts",
    code: `export { client } from "celeriac/client";\n`,
  },
];
