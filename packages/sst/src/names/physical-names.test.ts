import { isQueueName } from "@celeriac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PhysicalNames, physicalNames, type Site } from "./physical-names.ts";

/** What SST takes: project.go of SST, `InvalidAppRegex` and `InvalidStageRegex`. */
const site: fc.Arbitrary<Site> = fc.record({
  app: fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,200}$/),
  stage: fc.stringMatching(/^[A-Za-z0-9-]{1,200}$/),
  component: fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,99}$/),
});
/** Sites whose joined names are easily the same. */
const nearSite: fc.Arbitrary<Site> = fc.record({
  app: fc.stringMatching(/^a[a-]{0,3}$/),
  stage: fc.stringMatching(/^[a-]{1,3}$/),
  component: fc.stringMatching(/^A[a]{0,2}$/),
});
const queue = fc.stringMatching(/^[A-Za-z0-9-]{1,40}$/).filter(isQueueName);
const kind = fc.constantFrom("dead-letters", "oldest-message", "failures");

function all(names: PhysicalNames, queueName: string, kindName: string): Record<string, string> {
  return {
    alarm: names.alarm(queueName, kindName),
    sharedAlarm: names.sharedAlarm(kindName),
    dashboard: names.dashboard,
    scheduleGroup: names.scheduleGroup,
    metricNamespace: names.metricNamespace,
    metricFilter: names.metricFilter(queueName, kindName),
    metric: names.metric(queueName, kindName),
    logGroup: names.logGroup(`Tasks${kindName}`),
  };
}

describe("Physical names are what AWS takes, whatever app, stage and component are called", () => {
  const legal: Readonly<Record<string, RegExp>> = {
    alarm: /^[\x20-\x7e]{1,255}$/,
    sharedAlarm: /^[\x20-\x7e]{1,255}$/,
    dashboard: /^[A-Za-z0-9_-]{1,255}$/,
    scheduleGroup: /^[0-9a-zA-Z._-]{1,64}$/,
    metricNamespace: /^(?!AWS\/)[^:*$]{1,255}$/,
    metricFilter: /^[^:*]{1,512}$/,
    metric: /^[^:*$]{1,255}$/,
    logGroup: /^\/celeriac\/[\w./#-]{1,502}$/,
  };

  it("within their lengths and characters", () => {
    fc.assert(
      fc.property(site, queue, kind, (place, queueName, kindName) => {
        const names = all(physicalNames(place), queueName, kindName);
        for (const [what, name] of Object.entries(names)) expect(name).toMatch(legal[what]!);
      }),
    );
  });

  it("however long all of it is", () => {
    const place = { app: "a".repeat(100), stage: "s".repeat(100), component: "C".repeat(100) };
    const names = all(physicalNames(place), "q".repeat(40), "dead-letters");
    for (const [what, name] of Object.entries(names)) expect(name).toMatch(legal[what]!);
  });

  it("the same at every deployment", () => {
    expect(
      all(
        physicalNames({ app: "shop", stage: "prod", component: "Tasks" }),
        "video",
        "dead-letters",
      ),
    ).toEqual({
      alarm: "shop_prod_Tasks_video_dead-letters",
      sharedAlarm: "shop_prod_Tasks_dead-letters",
      dashboard: "shop_prod_Tasks",
      scheduleGroup: "shop_prod_Tasks",
      metricNamespace: "Celeriac/shop/prod/Tasks",
      metricFilter: "shop_prod_Tasks_video_dead-letters",
      metric: "video_dead-letters",
      logGroup: "/celeriac/shop/prod/Tasksdead-letters",
    });
    const long = { app: "a".repeat(100), stage: "prod", component: "Tasks" };
    expect(physicalNames(long).scheduleGroup).toBe(`${"a".repeat(47)}_b58042e3baf51436`);
  });
});

describe("Two apps, stages, components or queues never share a name", () => {
  const account = ["alarm", "sharedAlarm", "dashboard", "scheduleGroup", "metricNamespace"];

  it("in one account", () => {
    const place = fc.oneof(site, nearSite);
    fc.assert(
      fc.property(place, place, queue, kind, (one, other, queueName, kindName) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        const ofOne = all(physicalNames(one), queueName, kindName);
        const ofOther = all(physicalNames(other), queueName, kindName);
        for (const what of account) expect(ofOne[what]).not.toBe(ofOther[what]);
      }),
      { numRuns: 1000 },
    );
  });

  it("even where only the ends of long names differ", () => {
    fc.assert(
      fc.property(site, (place) => {
        const longer = { ...place, stage: `${place.stage}x` };
        expect(physicalNames(place).scheduleGroup).not.toBe(physicalNames(longer).scheduleGroup);
      }),
    );
  });

  it("in one component", () => {
    const pair = fc.tuple(queue, kind);
    fc.assert(
      fc.property(site, pair, pair, (place, one, other) => {
        fc.pre(one.join() !== other.join());
        const names = physicalNames(place);
        expect(names.alarm(...one)).not.toBe(names.alarm(...other));
        expect(names.alarm(...one)).not.toBe(names.sharedAlarm(other[1]));
        expect(names.metricFilter(...one)).not.toBe(names.metricFilter(...other));
        expect(names.metric(...one)).not.toBe(names.metric(...other));
      }),
    );
  });
});
