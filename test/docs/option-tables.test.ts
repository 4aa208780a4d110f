import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/** What stands under a heading, until the next one. */
function sectionOf(page: string, heading: string): string {
  const text = readFileSync(join(import.meta.dirname, "../../docs", page), "utf8");
  const [, after] = text.split(new RegExp(`^#+ ${heading}$`, "m"));
  if (after === undefined) throw new Error(`docs/${page} has no heading ${heading}`);
  return after.split(/^#+ /m)[0] ?? "";
}

/** The names in the first column of a section's table, sorted. */
function optionsIn(page: string, heading: string): readonly string[] {
  const cells = [...sectionOf(page, heading).matchAll(/^\| (`.*?) \|/gm)].map(
    ([, cell = ""]) => cell,
  );
  return cells
    .flatMap((cell) => [...cell.matchAll(/`([\w.]+)`/g)].map(([, name = ""]) => name))
    .toSorted();
}

it.each([
  ["retries-and-dead-letters.md", "The policy", "RetryOptions"],
  ["lambda-or-worker.md", "A lambda queue", "lambda"],
  ["lambda-or-worker.md", "A fargate queue", "fargate"],
  ["schedules.md", "Schedules: tasks by the clock", "ScheduleOptions"],
  ["sending.md", "Options", "client.enqueue"],
])("%s, %s, has each option of %s and no other", (page, heading, reference) => {
  const options = optionsIn("configuration.md", reference);
  expect(options.length).toBeGreaterThan(5);
  expect(optionsIn(page, heading)).toEqual(options);
});
