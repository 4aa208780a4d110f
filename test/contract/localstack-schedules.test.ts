import {
  crontab,
  defineApp,
  defineTask,
  every,
  type ScheduleResource,
  topology,
} from "@celeriac/core";
import { startAwsAtEndpoint } from "@celeriac/local";
import { describe, expect, it } from "vitest";
import { endpointOf, freshStage } from "./emulator-ports.ts";
import { serviceCall } from "./service-call.ts";

const task = defineTask({ name: "report" });
const scheduled = topology(
  defineApp({
    name: "clock",
    tasks: [task],
    schedules: {
      nightly: { task, schedule: crontab("0 3 * * *"), timezone: "Europe/London" },
      "office.hours": { task, schedule: crontab("*/15 8-17 * * mon-fri"), flexibleWindow: 10 },
      quarterly: { task, schedule: crontab("30 22-2 1,15 */3 *"), enabled: false },
      often: { task, schedule: every("90m") },
    },
  }),
);

const get = (group: string, { name }: ScheduleResource) =>
  serviceCall({
    endpoint: endpointOf("localstack"),
    service: "scheduler",
    method: "GET",
    path: `/schedules/${name}?groupName=${group}`,
  });

describe("LocalStack's Scheduler takes every schedule of a topology", () => {
  it("as it is written there, a second time too, and lets go of what the app no longer has", async () => {
    const place = { endpoint: endpointOf("localstack"), stage: freshStage() };
    const first = await startAwsAtEndpoint({ ...place, topology: scheduled });
    const { group } = first.resources.schedules;
    const [nightly, ...others] = scheduled.schedules;
    for (const schedule of scheduled.schedules) {
      const { name, expression, timezone, enabled, flexibleWindowMinutes, body } = schedule;
      const found = await get(group, schedule);
      expect(found).toMatchObject({
        Name: name,
        GroupName: group,
        ScheduleExpression: expression,
        ScheduleExpressionTimezone: timezone,
        State: enabled ? "ENABLED" : "DISABLED",
        FlexibleTimeWindow:
          flexibleWindowMinutes === undefined
            ? { Mode: "OFF" }
            : { Mode: "FLEXIBLE", MaximumWindowInMinutes: flexibleWindowMinutes },
      });
      const { Input } = found["Target"] as { readonly Input: string };
      expect(JSON.parse(Input)).toEqual({
        QueueUrl: first.resources.queues[schedule.queue]?.url,
        MessageBody: body,
      });
    }
    const again = await startAwsAtEndpoint({
      ...place,
      topology: { ...scheduled, schedules: scheduled.schedules.slice(0, 1) },
    });
    if (nightly === undefined) throw new Error("there is no schedule");
    expect(await get(group, nightly)).toMatchObject({ Name: "nightly" });
    for (const schedule of others) {
      await expect(get(group, schedule)).rejects.toThrow("ResourceNotFoundException");
    }
    await again.stop();
    await first.stop();
  });
});
