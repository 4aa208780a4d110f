import {
  CeleriacError,
  createMistakes,
  createOptionChecks,
  defineApp,
  lambda,
} from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { checkAlarmOptions } from "./check-alarm-options.ts";

const app = defineApp({ name: "shop", tasks: [], queues: { video: lambda() } });

function mistakeIn(alarms: unknown): string {
  const mistakes = createMistakes();
  checkAlarmOptions(alarms, app, createOptionChecks("", mistakes));
  try {
    mistakes.throwIfAny("it");
  } catch (error) {
    if (CeleriacError.is(error, "invalid-definition")) return error.message;
    throw error;
  }
  return "";
}

describe("options of alarms are checked", () => {
  it.each([
    [undefined],
    [true],
    [false],
    [{}],
    [{ topic: "arn:aws:sns:eu-west-1:1:ops", without: ["failures", "table-read-throttles"] }],
    [{ thresholds: { oldestMessage: "10m", failurePercent: 5, functionErrorPercent: 1 } }],
    [{ queues: { video: { without: ["no-worker"], thresholds: { inFlight: 120_000 } } } }],
  ])("%# is taken", (alarms) => {
    expect(mistakeIn(alarms)).toBe("");
  });

  it.each<[unknown, string]>([
    ["all", 'alarms is "all": expected an object of options'],
    [{ thresold: {} }, 'unknown option "alarms.thresold"; did you mean "alarms.thresholds"?'],
    [{ without: "failures" }, 'alarms.without is "failures": expected a list of kinds of alarms'],
    [{ without: ["failure"] }, 'alarms.without is "failure": expected "dead-letters" or "oldest'],
    [
      { thresholds: { failurePercentage: 1 } },
      'unknown option "alarms.thresholds.failurePercentage"; did you mean "alarms.thresholds.failurePercent"?',
    ],
    [
      { thresholds: { failurePercent: 101 } },
      "alarms.thresholds.failurePercent is 101: expected a whole number, 1 to 100",
    ],
    [
      { thresholds: { oldestMessage: "15d" } },
      'alarms.thresholds.oldestMessage is "15d": expected "1s" to "14d"',
    ],
    [
      { thresholds: { inFlight: 120_001 } },
      "alarms.thresholds.inFlight is 120001: expected a whole number, 1 to 120,000",
    ],
    [
      { queues: { vidio: {} } },
      'unknown option "alarms.queues.vidio"; did you mean "alarms.queues.video"?',
    ],
    [
      { queues: { video: { without: ["function-errors"] } } },
      'alarms.queues.video.without is "function-errors": expected "dead-letters"',
    ],
    [
      { queues: { video: { thresholds: { functionErrorPercent: 1 } } } },
      'unknown option "alarms.queues.video.thresholds.functionErrorPercent"',
    ],
    [{ queues: { video: { topic: "" } } }, 'unknown option "alarms.queues.video.topic"'],
    [{ queues: { video: 5 } }, "alarms.queues.video is 5: expected an object of options"],
  ])("%# is refused, and said how it should be", (alarms, message) => {
    expect(mistakeIn(alarms)).toContain(message);
  });
});
