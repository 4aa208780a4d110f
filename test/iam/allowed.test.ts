import { toPolicyDocument } from "@celeriac/sst/access";
import { beforeAll, describe, expect, inject, it } from "vitest";
import type { Role } from "./judge/callers.ts";
import { isAllowed } from "./judge/is-allowed.ts";
import { judgedCalls, type Need } from "./judge/judged-calls.ts";
import { rightsInUse, rightsOfRoles } from "./judge/rights-in-use.ts";
import type { RecordedCall } from "./recorder/recorded-call.ts";
import { readRecording } from "./recorder/recording.ts";

/**
 * Rights that no recorded call has used, and why a role has them all the same. Each is checked to be unused: who makes
 * use of one strikes it out here.
 */
const UNRECORDED: Readonly<Record<string, string>> = {
  "function Consume sqs:GetQueueAttributes":
    "Lambda's event source mapping asks for it; the embedded one has no need to",
  "worker Protection ecs:UpdateTaskProtection": "ECS's agent makes the call, by the task's role",
};

let needs: readonly Need[];
let strange: readonly RecordedCall[];
beforeAll(() => {
  ({ needs, strange } = judgedCalls(readRecording(inject("recording"))));
});

describe.each<Role>(["producer", "operator", "function", "worker", "scheduler"])(
  "every call that a %s makes",
  (role) => {
    it("is allowed by what it may do", async () => {
      const own = needs.filter((need) => need.role === role);
      expect(own).not.toEqual([]);
      const refused: string[] = [];
      for (const { right, statements } of own) {
        const allowed = await isAllowed([toPolicyDocument(statements)], right);
        if (!allowed) refused.push(`${right.action} on ${right.resource}`);
      }
      expect(refused).toEqual([]);
    });
  },
);

it("no call is on a resource that no deployment has, but those of the tests that name one", () => {
  const named = strange.map((call) =>
    call.service === "dynamodb" ? call.table : call.service === "sqs" ? call.queueUrl : "",
  );
  expect(named).toEqual(
    expect.arrayContaining([expect.stringMatching(/-worker-gone$/), "no-such-table"]),
  );
  expect(named).toHaveLength(2);
});

it("every right is used by some call, or is known to be used where nothing is recorded", () => {
  const used = rightsInUse(needs);
  const unused = rightsOfRoles(needs).filter((right) => !used.includes(right));
  expect(new Set(unused)).toEqual(new Set(Object.keys(UNRECORDED)));
});
