import { describe, expect, it } from "vitest";
import { crontab, readCrontab } from "./crontab.ts";

function expressionOf(text: string): string {
  const reading = readCrontab(text);
  return reading.ok ? reading.expression : reading.fault;
}

describe("crontab says in EventBridge Scheduler's six fields what cron says in five", () => {
  it.each([
    ["0 3 * * *", "cron(0 3 * * ? *)"],
    ["  0\t3  * * * ", "cron(0 3 * * ? *)"],
    ["* * * * *", "cron(* * * * ? *)"],
    ["*/15 * * * *", "cron(0/15 * * * ? *)"],
    ["*/1 */1 */1 */1 */1", "cron(* * * * ? *)"],
    ["5-59/10 * * * *", "cron(5/10 * * * ? *)"],
    ["1-30/5 * * * *", "cron(1,6,11,16,21,26 * * * ? *)"],
    ["*/45 * * * *", "cron(0,45 * * * ? *)"],
    ["0 8-17 * * mon-fri", "cron(0 8-17 ? * MON-FRI *)"],
    ["30 22-2 * * *", "cron(30 0-2,22-23 * * ? *)"],
    ["0 0 1,15 * *", "cron(0 0 1,15 * ? *)"],
    ["0 0 */2 * *", "cron(0 0 1/2 * ? *)"],
    ["0 0 1 jan,JUL *", "cron(0 0 1 1,7 ? *)"],
    ["0 0 1 */3 *", "cron(0 0 1 1/3 ? *)"],
    ["0 0 1 nov-feb *", "cron(0 0 1 1-2,11-12 ? *)"],
    ["0 0 29 2 *", "cron(0 0 29 2 ? *)"],
  ])("%s is %s", (text, expression) => {
    expect(expressionOf(text)).toBe(expression);
  });

  it.each([
    ["0", "SUN"],
    ["7", "SUN"],
    ["1", "MON"],
    ["6", "SAT"],
    ["5-7", "SUN,FRI-SAT"],
    ["0-7", "SUN-SAT"],
    ["0-6", "SUN-SAT"],
    ["sat-sun", "SUN,SAT"],
    ["fri-mon", "SUN-MON,FRI-SAT"],
    ["*/2", "SUN,TUE,THU,SAT"],
    ["1-7/2", "SUN-MON,WED,FRI"],
  ])("counts weekdays from Sunday as 0: %s is %s", (text, days) => {
    expect(expressionOf(`0 0 * * ${text}`)).toBe(`cron(0 0 ? * ${days} *)`);
  });
});

describe("crontab refuses what no cron takes, or what Scheduler cannot say", () => {
  it.each([
    ["", "expected five fields: minute, hour, day of month, month, day of week"],
    ["0 3 * *", "expected five fields"],
    ["0 3 * * * *", "expected five fields"],
    ["60 3 * * *", 'the minute is "60": expected numbers from 0 to 59'],
    ["0 24 * * *", 'the hour is "24": expected numbers from 0 to 23'],
    ["0 0 0 * *", 'the day of month is "0": expected numbers from 1 to 31'],
    ["0 0 1 13 *", 'the month is "13": expected numbers from 1 to 12, or JAN to DEC'],
    ["0 0 * * 8", 'the day of week is "8": expected numbers from 0 to 6, or SUN to SAT'],
    ["0 0 * * monday", 'the day of week is "monday": expected'],
    ["mon 0 * * *", 'the minute is "mon": expected'],
    ["0 0 * * mon,,fri", 'the day of week is "mon,,fri": "" is none of *, 5, 1-5, */5 and 1-30/5'],
    ["-1 0 * * *", 'the minute is "-1": "-1" is none of'],
    ["1-2-3 0 * * *", '"1-2-3" is none of'],
    ["*/0 0 * * *", 'the step of "*/0" is no number from 1 to 60'],
    ["*/61 0 * * *", 'the step of "*/61" is no number from 1 to 60'],
    ["5/10 0 * * *", 'a step needs a range: write "5-59/10"'],
    ["0 0 L * *", 'the day of month is "L": expected'],
    ["0 0 ? * *", 'the day of month is "?": "?" is none of'],
    ["99 99 * * *", 'the minute is "99": expected numbers from 0 to 59; the hour is "99"'],
    ["0 0 31 2,4 *", "none of its months has a day 31: it would never tick"],
    ["0 0 30 feb *", "none of its months has a day 30"],
  ])("%j", (text, fault) => {
    expect(expressionOf(text)).toContain(fault);
  });

  it("proposes two schedules where cron would take either of two days", () => {
    expect(expressionOf("0 9 13 * fri")).toBe(
      "it restricts both the day of month and the day of week, which cron reads as either and EventBridge Scheduler " +
        'cannot say: make two schedules, crontab("0 9 13 * *") and crontab("0 9 * * fri")',
    );
  });

  it("stays within Scheduler's 256 characters, however many runs a field has", () => {
    const pairs = (least: number, most: number): string =>
      Array.from({ length: most - least + 1 }, (_, index) => least + index)
        .filter((value) => value % 3 !== 2)
        .join(",");
    const crowded = `${pairs(0, 59)} ${pairs(0, 23)} ${pairs(1, 31)} ${pairs(1, 12)} *`;
    expect(expressionOf(crowded).length).toBeLessThan(256);
  });

  it("refuses what is no text, and says what was written", () => {
    expect(expressionOf(5 as unknown as string)).toContain("expected five fields");
    expect(crontab("0 3 * *").text).toBe('crontab("0 3 * *")');
  });
});
