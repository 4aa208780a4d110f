import { readFileSync } from "node:fs";
import { createMistakes, createOptionChecks, defineApp, fargate } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { MAX_QUEUES } from "../dashboard/dashboard-body.ts";
import { scalingPlan } from "../scaling/scaling-plan.ts";
import { MAX_STEPS } from "../scaling/worker-steps.ts";
import { FUNCTION_ALARMS, QUEUE_ALARMS, TABLE_ALARMS } from "./alarm-kinds.ts";
import { alarmSettings } from "./alarm-settings.ts";
import { checkAlarmOptions } from "./check-alarm-options.ts";

const page = readFileSync(new URL("../../../../docs/monitoring.md", import.meta.url), "utf8");

/** The first cells of a table's rows, the table being that with this heading. */
function rowsOf(heading: string): readonly (readonly string[])[] {
  const [, table = ""] = page.split(`| ${heading} |`);
  const [rows = ""] = table.split("\n\n");
  return rows
    .split("\n")
    .slice(2)
    .map((row) => row.split(" | ").map((cell) => cell.replaceAll(/^\| | \|$/g, "")));
}

const quoted = (text: string | undefined): readonly string[] =>
  [...(text ?? "").matchAll(/`([\w-]+)`/g)].map(([, name = ""]) => name);

describe("docs/monitoring.md says what is deployed", () => {
  it("every alarm, and no other", () => {
    const told = rowsOf("alarm").flatMap(([first]) => quoted(first));
    expect(told).toEqual([...QUEUE_ALARMS, ...FUNCTION_ALARMS, ...TABLE_ALARMS]);
  });

  it("every threshold with its default", () => {
    const { has: _, oldestMessageSeconds: __, ...defaults } = alarmSettings({});
    const told = rowsOf("threshold").map(([name, , value]) => [quoted(name)[0], value]);
    const [[oldest] = [], ...rest] = told;
    expect(oldest).toBe("oldestMessage");
    expect(rest).toEqual(Object.entries(defaults).map(([name, value]) => [name, String(value)]));
  });

  it("an example that is taken", () => {
    const [, options = ""] = /alarms: (\{.*\n {2}\}),\n/s.exec(page) ?? [];
    const json = options
      .replace("topic.arn", '"arn:aws:sns:eu-west-1:1:ops"')
      .replaceAll(/(\w+): /g, '"$1": ')
      .replaceAll(/,(\s*\})/g, "$1");
    const mistakes = createMistakes();
    const app = defineApp({ name: "shop", tasks: [], queues: { video: fargate() } });
    checkAlarmOptions(JSON.parse(json), app, createOptionChecks("", mistakes));
    expect(() => mistakes.throwIfAny("the example")).not.toThrow();
  });

  it("the minutes and numbers of scaling and dashboard", () => {
    const plan = scalingPlan(
      {
        kind: "fargate",
        cpuUnits: 256,
        memoryMb: 512,
        concurrency: 1,
        stopTimeoutSeconds: 120,
        minWorkers: 0,
        maxWorkers: 2,
        backlogPerWorker: 1,
        spot: false,
      },
      "q",
    );
    expect(plan?.work.alarm.evaluationPeriods).toBe(5);
    expect(plan?.rest.alarm.evaluationPeriods).toBe(5);
    expect(page).toContain("no report of the last five minutes asks for as many");
    expect(page).toContain("| to `min` | five minutes without a message |");
    expect(MAX_STEPS).toBe(20);
    expect(page).toContain("Up to twenty numbers of workers");
    expect(page).toContain(`it shows the first ${MAX_QUEUES}`);
  });
});
