import type { Case } from "./house.ts";

const name = "style/noRestrictedGlobals";
const tree = "plugin";

/** Each way to something ambient, and the rule that sees it. */
const ambient: readonly (readonly [what: string, code: string, rule: string])[] = [
  ["clock: Date.now", "Date.now()", tree],
  ["clock: new Date without an argument", "new Date()", tree],
  ["clock: Date as a function", "Date()", tree],
  ["clock: Date handed on", "[Date]", tree],
  ["clock: Date.now inside new Date", "new Date(Date.now())", tree],
  ["clock: Date.now by index", `Date["now"]()`, tree],
  ["clock: Temporal.Now", "Temporal.Now.instant()", tree],
  ["clock: performance", "performance.now()", name],
  ["chance: Math.random", "Math.random()", tree],
  ["chance: Math.random not called", "[Math.random]", tree],
  ["chance: Math.random by index", `Math["random"]()`, tree],
  ["chance: Math handed on", "[Math]", tree],
  ["chance: crypto", "crypto.randomUUID()", name],
  ["timers: setTimeout", "setTimeout(() => undefined, 1)", name],
  ["timers: setInterval", "setInterval(() => undefined, 1)", name],
  ["timers: setImmediate", "setImmediate(() => undefined)", name],
  ["timers: AbortSignal.timeout", "AbortSignal.timeout(1)", tree],
  ["environment: process", "process.version", name],
  ["environment: process.env", "process.env", "style/noProcessEnv"],
  ...["TimezoneOffset", "FullYear", "Month", "Date", "Day", "Hours", "Minutes"].map(
    (part) => [`environment: time zone by get${part}`, `new Date(1).get${part}()`, tree] as const,
  ),
  ["environment: time zone by a local date", "new Date(2026, 1)", tree],
  ["environment: globalThis", "globalThis.setTimeout", name],
  ["environment: console", "console.error", name],
  ["network: fetch", `fetch("http://localhost")`, name],
];

const allowed: readonly string[] = [
  "new Date(1)",
  `new Date("2026-11-21T00:00:00Z").toISOString()`,
  "Date.UTC(2026, 1)",
  "[new Date(1)].map((value: unknown) => value instanceof Date)",
  "Math.max(1, 2)",
  "queueMicrotask(() => undefined)",
  "structuredClone({ Date: 1, process: 2 })",
  "new AbortController().signal",
];

const room = (name: string, title: string, index: number, code: string): Case => ({
  title: `${name} ${title}`,
  file: `packages/${name}/src/ambient-${index}.ts`,
  code: `export const value: unknown = ${code};\n`,
});

/** Core, client, engine and testing's models are handed time, chance and the environment as ports. */
export const ambientCases: readonly Case[] = ["core", "client", "engine", "testing"].flatMap(
  (at) => [
    ...ambient
      // The simulation lets microtasks run dry between two steps; only setImmediate waits for that.
      .filter(([what]) => !(at === "testing" && what.includes("setImmediate")))
      .map(([what, code, rule], index) => ({
        ...room(at, `may not read the ${what}`, index, code),
        rule,
      })),
    ...allowed.map((code, index) => room(at, `may write ${code}`, 100 + index, code)),
  ],
);
