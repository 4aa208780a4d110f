import { backoffMs, type RetryOptions, retryPolicy } from "@celeriac/core";

/** The policies that docs/retries-and-dead-letters.md shows. */
const POLICIES: readonly RetryOptions[] = [
  {},
  { jitter: "none" },
  { maxRetries: 5, backoff: "2s", maxBackoff: "5m" },
  { maxRetries: 8, backoff: "10s" },
  { maxRetries: 12, backoff: "1m", maxBackoff: "1h" },
];

/** The rows of the page's table of waits, worked out by the function that the hosts use. */
export function waitRows(): string {
  return POLICIES.map((options) => `${rowOf(options)}\n`).join("");
}

function rowOf(options: RetryOptions): string {
  const longest = waitsOf(options, 1);
  const usual = waitsOf(options, 0.5);
  const cells = [
    nameOf(options),
    longest.map(inWords).join(", "),
    inWords(sum(longest)),
    inWords(sum(usual)),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** @param random01 where in the range full jitter falls. */
function waitsOf(options: RetryOptions, random01: number): readonly number[] {
  const policy = retryPolicy(options);
  return Array.from({ length: policy.maxRetries }, (_, index) =>
    backoffMs(policy, index + 1, random01),
  );
}

function nameOf(options: RetryOptions): string {
  const said = Object.entries(options).map(
    ([option, value]) => `${option}: ${JSON.stringify(value)}`,
  );
  return said.length === 0 ? "nothing said" : `\`${said.join(", ")}\``;
}

function sum(waits: readonly number[]): number {
  return waits.reduce((total, wait) => total + wait, 0);
}

/** Hours, minutes and seconds, those that are not zero: `1 h 3 min`. */
function inWords(ms: number): string {
  const seconds = ms / 1000;
  const parts: [number, string][] = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}
