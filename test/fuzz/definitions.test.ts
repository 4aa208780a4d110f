import {
  type AppOptions,
  crontab,
  decodeEnvelope,
  defineApp,
  defineTask,
  didYouMean,
  every,
  fargate,
  isQueueName,
  isTags,
  isTaskId,
  isTaskName,
  isTenant,
  lambda,
  matchGlob,
  mostSpecific,
  parseDuration,
  parseResources,
  show,
  topology,
} from "@celeriac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BREAKS_LINES, documented, guardBystanders } from "./bystanders.ts";
import {
  anyHostile,
  damaged,
  hostileJson,
  hostileJsonText,
  hostileText,
  mangled,
  RUNS,
  real,
} from "./hostile.ts";

guardBystanders();

const check = (property: fc.IProperty<[unknown]> | fc.IProperty<[unknown, unknown]>): void =>
  fc.assert(property as fc.IProperty<[unknown]>, { numRuns: RUNS });

describe("every small parser answers, or refuses with its own error", () => {
  it("durations", () => {
    const text = fc.oneof(
      anyHostile,
      mangled(fc.constantFrom("1.5h", "30s", "250ms", "999999999999d")),
    );
    check(
      fc.property(text, (value) => {
        const ms = documented(["invalid-options"], () =>
          parseDuration(real(value) as "1s", "delay"),
        );
        if (ms !== undefined) expect(Number.isSafeInteger(ms) && ms >= 0).toBe(true);
      }),
    );
  });

  it("names, ids, tenants and tags: yes or no", () => {
    check(
      fc.property(hostileJson, (value) => {
        for (const is of [isTaskName, isTaskId, isQueueName, isTenant, isTags]) {
          expect(typeof is(value)).toBe("boolean");
        }
        // A step of a path, of an address or of a line of a log.
        if (isTaskId(value)) expect(value).toMatch(/^(?!\.+$)[\w.:-]{1,128}$/);
      }),
    );
  });

  it("patterns of routes", () => {
    check(
      fc.property(hostileText, hostileText, (pattern, name) => {
        const short = pattern.slice(0, 500);
        expect(typeof matchGlob(short, name.slice(0, 500))).toBe("boolean");
        expect(matchGlob(`*${short}*`, short)).toBe(true);
        expect([short, "*", undefined]).toContain(mostSpecific([short, "*"], name.slice(0, 500)));
      }),
    );
  });

  it("values in messages, and what a mistyped word may have meant", () => {
    check(
      fc.property(anyHostile, hostileText, (value, word) => {
        const shown = show(real(value));
        expect(shown.length).toBeLessThan(1000);
        expect(shown).not.toMatch(BREAKS_LINES);
        expect(shown).not.toContain("\n");
        expect(didYouMean(word, ["timeLimit", "retry"]).length).toBeLessThan(40);
      }),
    );
  });
});

describe("a deployment's description is read, or refused", () => {
  const queue = { url: "https://sqs/a", arn: "arn:aws:sqs:eu-west-1:1:a" };
  const valid = {
    app: "shop",
    region: "eu-west-1",
    queues: { default: queue, "default-dlq": queue },
    table: "t",
    bucket: "b",
    schedules: { group: "g", roleArn: "arn" },
    endpoints: { sqs: "http://127.0.0.1:1" },
    credentials: { accessKeyId: "hunter2hunter2", secretAccessKey: "hunter2hunter2" },
    tableWrites: "single",
  };

  it("never with a credential in the message", () => {
    const text = fc.oneof(
      mangled(damaged(valid, hostileJson).map((each) => JSON.stringify(each))),
      hostileJsonText,
    );
    check(
      fc.property(text, (json) => {
        try {
          const found = documented(["missing-resource"], () => parseResources(json));
          if (found !== undefined) expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
        } catch (error) {
          expect(String(error)).not.toContain("hunter2");
          throw error;
        }
      }),
    );
  });
});

describe("definitions are complete, or one error that names every mistake", () => {
  it("tasks", () => {
    const valid = {
      name: "a.b",
      queue: "default",
      retry: { maxRetries: 1, backoff: "1s", maxBackoff: "2s", jitter: "full", maxElapsed: "1h" },
      softTimeLimit: "1s",
      timeLimit: "2s",
      resultExpires: "1d",
      ignoreResult: false,
      redact: ["a.b"],
    };
    check(
      fc.property(damaged(valid, hostileJson), (options) => {
        documented(["invalid-definition"], () => defineTask(options as { name: string }));
      }),
    );
  });

  it("apps: queues, routes and overrides", () => {
    const tasks = [defineTask({ name: "a.b" })];
    const options = damaged({ timeout: "60s", memory: "1 GB", batch: 10 }, hostileJson);
    const any = fc.oneof(hostileJson, fc.dictionary(hostileText, hostileJson, { maxKeys: 3 }));
    const valid = { name: "shop", tasks, routes: { "a.*": "default" }, unknownTaskGrace: "1m" };
    check(
      fc.property(damaged(valid, any), options, (given, queue) => {
        documented(["invalid-definition"], () =>
          defineApp({
            queues: { default: lambda(queue as object), other: fargate(queue as object) },
            ...given,
          } as unknown as AppOptions),
        );
      }),
    );
  });

  it("schedules: what is taken is a message that Scheduler and every host can read", () => {
    const task = defineTask({ name: "a.b", input: ANYTHING });
    const schedule = fc.oneof(
      fc.constantFrom(crontab("0 3 * * *"), every("1h")),
      anyHostile.map((text) => crontab(real(text) as string)),
      anyHostile.map((text) => every(real(text) as "1h")),
      hostileJson,
    );
    const valid = { task, input: { a: 1 }, timezone: "Europe/London", tags: { a: "b" } };
    const options = damaged(valid, hostileJson).chain((given) =>
      schedule.map((when) => ({ ...(given as object), schedule: when })),
    );
    const name = fc.oneof(fc.constant("nightly"), hostileText);
    check(
      fc.property(name, options, (named, given) => {
        const app = documented(["invalid-definition"], () =>
          defineApp({
            name: "shop",
            tasks: [task],
            schedules: { [named]: given },
          } as unknown as AppOptions),
        );
        for (const { body } of app === undefined ? [] : topology(app).schedules) {
          expect(body.split("<")).toHaveLength(3);
          const fired = body.replaceAll("<aws.scheduler.scheduled-time>", "2026-11-21T03:00:00Z");
          expect(decodeEnvelope(fired)).toMatchObject({ kind: "envelope" });
        }
      }),
    );
  });
});

/** A schema that takes whatever it is given. */
const ANYTHING = {
  "~standard": { version: 1, vendor: "fuzz", validate: (value: unknown) => ({ value }) },
} as const;
