import { type App, createMistakes, createOptionChecks, type OptionChecks } from "@celeriac/core";
import { checkAlarmOptions } from "../alarms/check-alarm-options.ts";
import { LOG_RETENTION_DAYS } from "../settings/log-retention.ts";
import { checkConsumer } from "./check-consumer.ts";
import { checkWorker } from "./check-worker.ts";
import { declaredAt } from "./declared-at.ts";

/** What the component is given, before anything is known of it. */
export interface GivenArguments {
  readonly app: unknown;
  readonly consumer?: unknown;
  readonly worker?: unknown;
  readonly alarms?: unknown;
  readonly dashboard?: unknown;
  readonly table?: unknown;
  readonly logRetention?: unknown;
}

const LOG_RETENTIONS = Object.keys(LOG_RETENTION_DAYS);
const ARGUMENTS = [
  ...["app", "consumer", "worker", "vpc", "alarms", "dashboard"],
  ...["table", "logRetention", "transform"],
] as const;
const TABLE_CHOICES = ["pointInTimeRecovery", "deletionProtection"] as const;

/** SST's links are found by this name, and every other name begins with it. */
const COMPONENT_NAME = /^[A-Z][A-Za-z0-9]{0,39}$/;

/**
 * Checks the component's name and arguments against the app and the files they name, before anything is made.
 * @param root the project's root: what paths begin at.
 * @throws {CeleriacError} `invalid-definition`, naming every mistake, and the line that makes the component.
 */
export function checkArguments(name: string, given: GivenArguments, root: string): void {
  const mistakes = createMistakes();
  const checks = createOptionChecks("", mistakes);
  if (!COMPONENT_NAME.test(name)) {
    checks.wrong("its name", name, "a capital letter, then up to 39 letters and digits");
  }
  if (checks.object("its argument", given)) checkEach(given, root, checks);
  mistakes.throwIfAny(`new Celeriac(${JSON.stringify(name)})${declaredAt(new Error().stack)}`);
}

function checkEach(given: GivenArguments, root: string, checks: OptionChecks): void {
  checks.known({ ...given }, ARGUMENTS);
  checks.kind("dashboard", given.dashboard, "boolean");
  checks.choice("logRetention", given.logRetention, LOG_RETENTIONS);
  checkTable(given.table, checks);
  if (!isApp(given.app)) {
    checks.wrong("app", given.app, "what defineApp makes");
    return;
  }
  checkAlarmOptions(given.alarms, given.app, checks);
  checkConsumer(given.consumer, given.app, root, checks);
  checkWorker(given.worker, given.app, root, checks);
}

function checkTable(table: unknown, checks: OptionChecks): void {
  if (table === undefined || !checks.object("table", table)) return;
  checks.known(table, TABLE_CHOICES, "table.");
  for (const choice of TABLE_CHOICES) checks.kind(`table.${choice}`, table[choice], "boolean");
}

function isApp(value: unknown): value is App {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "app";
}
