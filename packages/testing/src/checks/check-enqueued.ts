import {
  type AnyTask,
  CeleriacError,
  type Duration,
  parseDuration,
  show,
  type TaskWire,
} from "@celeriac/core";
import type { EnqueuedTask } from "../app/enqueued-tasks.ts";
import { showLength } from "../app/show-length.ts";
import { showValue } from "../app/show-value.ts";
import type { TestApp } from "../app/test-app.ts";
import { type Equals, toVerdict, type Verdict } from "./verdict.ts";

/** An input that is expected: a value, or a question that is answered by true. */
export type ExpectedInput<Wire> = Wire | ((input: Wire) => boolean);

/** What else is expected of a request. */
export interface EnqueuedConditions {
  /** How many such requests there are. @defaultValue one or more */
  readonly times?: number;
  readonly queue?: string;
  /** These tags, and perhaps others. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly tenant?: string;
  /** Not before so long after it was enqueued. */
  readonly delay?: Duration;
  /** Not before this instant. */
  readonly eta?: Date;
}

const MOST_SHOWN = 5;

/** The requests of a task that were enqueued with an input and under conditions. */
export function matchingRequests<T extends AnyTask>(
  test: TestApp,
  task: T,
  input: ExpectedInput<TaskWire<T>> | undefined,
  conditions: EnqueuedConditions,
  equals: Equals,
): readonly EnqueuedTask<TaskWire<T>>[] {
  return requireTest(test)
    .enqueued(task)
    .filter((each) => fitsInput(each.input, input, equals) && fits(each, conditions));
}

/** Checks that a task was enqueued: since the test began, whatever became of it. */
export function checkEnqueued<T extends AnyTask>(
  test: TestApp,
  task: T,
  input: ExpectedInput<TaskWire<T>> | undefined,
  conditions: EnqueuedConditions,
  equals: Equals,
): Verdict {
  const found = matchingRequests(test, task, input, conditions, equals);
  const { times, ...rest } = conditions;
  const withInput = input === undefined ? "" : ` with ${shown(input)}`;
  const under = Object.keys(rest).length === 0 ? "" : ` under ${showValue(rest)}`;
  const all = test.enqueued(task);
  const isPlain = input !== undefined && typeof input !== "function";
  return toVerdict({
    pass: times === undefined ? found.length > 0 : found.length === times,
    subject: `a task ${show(task.name)}${withInput}${under}`,
    wanted: `have been enqueued${times === undefined ? "" : ` ${counted(times)}`}`,
    found: `${foundText(found.length, times)}${listOf(test, all)}`,
    history: historiesOf(test, all),
    ...(isPlain && all.length > 0 ? { expected: input, actual: all[0]?.input } : {}),
  });
}

function requireTest(test: TestApp): TestApp {
  const given: unknown = test;
  if (typeof given === "object" && given !== null && "enqueued" in given) return test;
  throw new CeleriacError(
    "invalid-options",
    `the subject is ${show(given)}: expected a test app, as createTestApp answers it`,
  );
}

function fitsInput<Wire>(
  actual: Wire,
  expected: ExpectedInput<Wire> | undefined,
  equals: Equals,
): boolean {
  if (expected === undefined) return true;
  if (typeof expected === "function") return (expected as (input: Wire) => boolean)(actual);
  return equals(actual, expected);
}

function fits(request: EnqueuedTask, conditions: EnqueuedConditions): boolean {
  const { queue, tags = {}, tenant, delay, eta } = conditions;
  const delayMs = delay === undefined ? undefined : parseDuration(delay, "delay");
  const notBefore = delayMs === undefined ? eta?.getTime() : request.enqueuedAt + delayMs;
  return (
    (queue === undefined || queue === request.queue) &&
    (tenant === undefined || tenant === request.tenant) &&
    (notBefore === undefined || notBefore === request.eta) &&
    Object.entries(tags).every(([name, value]) => request.tags[name] === value)
  );
}

function shown(input: unknown): string {
  return typeof input === "function" ? "an input of which the question is true" : showValue(input);
}

function counted(times: number): string {
  return times === 1 ? "once" : `${times} times`;
}

function foundText(count: number, times: number | undefined): string {
  if (count === 0) return "it was not";
  return times === undefined ? "it was" : `it was enqueued ${counted(count)}`;
}

function listOf(test: TestApp, requests: readonly EnqueuedTask[]): string {
  if (requests.length === 0) {
    const others = new Set(test.enqueued().map(({ task }) => task));
    return others.size === 0 ? "; nothing was" : `; only ${[...others].join(", ")} was`;
  }
  const lines = requests.slice(0, MOST_SHOWN).map((each) => `  ${showRequest(each)}`);
  const more = requests.length > MOST_SHOWN ? `\n  and ${requests.length - MOST_SHOWN} more` : "";
  return `. Its requests:\n${lines.join("\n")}${more}`;
}

function showRequest({ input, queue, eta, enqueuedAt, tags, tenant, state }: EnqueuedTask): string {
  const parts = [`queue ${queue}`, state];
  if (eta !== undefined) parts.push(`not before ${showLength(eta - enqueuedAt)} later`);
  if (Object.keys(tags).length > 0) parts.push(`tags ${showValue(tags)}`);
  if (tenant !== undefined) parts.push(`tenant ${tenant}`);
  return `${showValue(input)} (${parts.join(", ")})`;
}

function historiesOf(test: TestApp, requests: readonly EnqueuedTask[]): string {
  return requests
    .slice(0, MOST_SHOWN)
    .map(({ taskId }) => test.historyText(taskId))
    .join("\n\n");
}
