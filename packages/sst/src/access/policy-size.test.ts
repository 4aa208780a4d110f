import { defineApp, lambda, type Topology, topology } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { consumerStatements } from "./consumer-statements.ts";
import { mergeStatements } from "./merge-statements.ts";
import { operatorStatements } from "./operator-statements.ts";
import { checkPolicySize, type Grant } from "./policy-size.ts";
import { producerStatements } from "./producer-statements.ts";
import { schedulerStatements } from "./scheduler-statements.ts";

function appOf(queues: number): Topology {
  const names = Array.from({ length: queues }, (_, index) => `q${index}`.padEnd(40, "x"));
  return topology(
    defineApp({
      name: "a".repeat(32),
      tasks: [],
      queues: Object.fromEntries(names.map((name) => [name, lambda()])),
    }),
  );
}

const grants: Readonly<Record<string, (app: Topology) => Grant>> = {
  producer: (app) => (arns) => producerStatements(app, arns),
  scheduler: (app) => (arns) => schedulerStatements(app, arns),
  operator: (app) => (arns) =>
    mergeStatements([...producerStatements(app, arns), ...operatorStatements(app, arns)]),
  "a consumer of one": (app) => (arns) =>
    consumerStatements(app, [app.queues[0]?.name ?? ""], arns),
  "a consumer of all": (app) => (arns) =>
    consumerStatements(
      app,
      app.queues.map(({ name }) => name),
      arns,
    ),
};

/** How many queues an app may have before a role's policy is refused. */
function mostQueues(role: string, nameCharacters: number): number {
  for (let queues = 1; ; queues += 1) {
    const app = appOf(queues);
    const grant = grants[role]?.(app);
    if (grant === undefined) throw new Error(role);
    try {
      checkPolicySize(app, role, grant, nameCharacters);
    } catch {
      return queues - 1;
    }
  }
}

describe("a policy that AWS would not take is an error before anything is deployed", () => {
  it.each([
    ["producer", 80, 59, 40, 85],
    ["scheduler", 80, 35, 40, 50],
    ["operator", 80, 28, 40, 41],
    ["a consumer of one", 80, 56, 40, 82],
    ["a consumer of all", 80, 28, 40, 41],
  ])(
    "%s: with queue names of %i characters, from more than %i queues; with names of %i, than %i",
    (role, long, few, short, many) => {
      expect([mostQueues(role, long), mostQueues(role, short)]).toEqual([few, many]);
    },
  );

  it("says who has it, how long it is and what to do", () => {
    const app = appOf(100);
    const grant: Grant = (arns) => producerStatements(app, arns);
    expect(() => checkPolicySize(app, "whoever links it", grant)).toThrow(
      expect.objectContaining({
        code: "invalid-definition",
        message: expect.stringMatching(
          /has 100 queues: the policy of whoever links it would have up to \d+ characters, and AWS takes 10240/,
        ),
      }),
    );
  });
});
