import {
  type App,
  crontab,
  defineApp,
  defineTask,
  every,
  fargate,
  lambda,
  type QueueDefinition,
} from "celeriac";
import fc from "fast-check";

/** An app as somebody may define it, and how it is deployed. */
export interface DeployedApp {
  readonly app: App;
  readonly shared: boolean;
  readonly stage: string;
  readonly sstApp: string;
  readonly removal: "remove" | "retain";
}

const appName = fc
  .tuple(
    fc.constantFrom(..."abcxyz019"),
    fc.string({ unit: fc.constantFrom(..."az09-"), maxLength: 30 }),
    fc.constantFrom("", "a", "9"),
  )
  .map(([first, middle, last]) => `${first}${middle}${last === "" ? "z" : last}`)
  .filter((name) => name.length <= 32);

/** Names that differ by case or by what is not a letter alone, short ones and the longest. */
const queueName = fc
  .oneof(
    fc.constantFrom("default", "Default", "de-fault", "video", "a", "A", "-", "q-1", "q1", "dlq"),
    fc.string({ unit: fc.constantFrom(..."aB3-"), minLength: 1, maxLength: 40 }),
  )
  .filter((name) => !name.endsWith("-dlq"));

const lambdaQueue: fc.Arbitrary<QueueDefinition> = fc
  .record({
    timeout: fc.integer({ min: 1, max: 900 }),
    memory: fc.integer({ min: 128, max: 10_240 }),
    batch: fc.integer({ min: 1, max: 10_000 }),
    window: fc.integer({ min: 0, max: 300 }),
    maxConcurrency: fc.option(fc.integer({ min: 2, max: 1000 }), { nil: undefined }),
    reserve: fc.boolean(),
  })
  .map(({ timeout, memory, batch, window, maxConcurrency, reserve }) =>
    lambda({
      timeout: `${timeout}s`,
      memory: `${memory} MB`,
      batch: window === 0 ? Math.min(batch, 10) : batch,
      window: `${window}s`,
      ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
      ...(reserve && maxConcurrency !== undefined ? { reservedConcurrency: maxConcurrency } : {}),
    }),
  );

const fargateQueue: fc.Arbitrary<QueueDefinition> = fc
  .record({
    lease: fc.integer({ min: 3, max: 3600 }),
    drain: fc.integer({ min: 0, max: 110 }),
    min: fc.nat(3),
    more: fc.nat(40),
    concurrency: fc.integer({ min: 1, max: 1000 }),
    spot: fc.boolean(),
  })
  .map(({ lease, drain, min, more, concurrency, spot }) =>
    fargate({
      ...{ lease: `${lease}s`, drain: `${drain}s`, concurrency, spot },
      ...{ min, max: Math.max(1, min + more) },
    }),
  );

const queues = fc
  .uniqueArray(fc.tuple(queueName, fc.oneof(lambdaQueue, fargateQueue)), {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: 4,
  })
  .map((entries) => Object.fromEntries(entries));

const recurrence = fc.oneof(
  fc.integer({ min: 1, max: 10_000 }).map((minutes) => every(`${minutes}m`)),
  fc.tuple(fc.nat(59), fc.nat(23)).map(([minute, hour]) => crontab(`${minute} ${hour} * * *`)),
);

export const deployedApp: fc.Arbitrary<DeployedApp> = fc
  .record({
    name: appName,
    queues,
    recurrences: fc.array(recurrence, { maxLength: 3 }),
    shared: fc.boolean(),
    stage: fc.constantFrom("production", "dev", "pr-1234", "a".repeat(20)),
    sstApp: fc.constantFrom("shop", "a", "long-name-of-an-sst-app-".repeat(2).slice(0, 40)),
    removal: fc.constantFrom("remove", "retain"),
  })
  .map(({ name, queues: definitions, recurrences, ...deployment }) => {
    const tasks = Object.keys(definitions).map((queue) =>
      defineTask({ name: `work.${queue}`, queue, run: () => undefined }),
    );
    const schedules = Object.fromEntries(
      recurrences.map((schedule, index) => [
        `tick-${index}`,
        { task: tasks[index % tasks.length] ?? tasks[0], schedule },
      ]),
    );
    const app = defineApp({
      name,
      tasks,
      queues: definitions,
      ...(recurrences.length === 0 ? {} : { schedules }),
    } as Parameters<typeof defineApp>[0]);
    return { app, ...deployment };
  });
