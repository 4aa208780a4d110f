import type { TaskRecord } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { awsError, type StubRequest } from "../testing/stub-server.ts";
import { stubbedPorts } from "../testing/stubbed-ports.ts";
import { toItem } from "./task-item.ts";

interface Statement {
  readonly Statement: string;
  readonly Parameters: readonly unknown[];
  readonly ReturnValuesOnConditionCheckFailure: string;
}

const statementsOf = (request: StubRequest): readonly Statement[] =>
  (request.body as { readonly Statements: readonly Statement[] }).Statements;

const keysOf = (request: StubRequest): readonly string[] =>
  (
    request.body as {
      readonly RequestItems: Record<string, { Keys: readonly { pk: { S: string } }[] }>;
    }
  ).RequestItems["stub-table"]?.Keys.map((key) => key.pk.S) ?? [];

function recordOf(taskId: string, fields: Partial<TaskRecord> = {}): TaskRecord {
  return {
    taskId,
    task: "images.resize",
    queue: "images",
    state: "STARTED",
    generation: 0,
    revision: 1,
    attempts: 1,
    excused: 0,
    owner: "owner-1",
    leaseUntil: 2000,
    nextAttemptAt: 0,
    revokeRequested: false,
    enqueuedAt: 1000,
    updatedAt: 1000,
    removeAfter: 9000,
    ...fields,
  };
}

const owned = { kind: "owner", owner: "owner-1", generation: 0, unlessRevoked: true } as const;

/** Takes every statement but those whose text or parameters hold a word that has an error. */
const taking =
  (errors: Record<string, object> = {}) =>
  (request: StubRequest) => ({
    body: {
      Responses: statementsOf(request).map((statement) => {
        const word = Object.keys(errors).find((key) => JSON.stringify(statement).includes(key));
        return word === undefined ? {} : { Error: errors[word] };
      }),
    },
  });

describe("writes of one tick travel together as PartiQL statements", () => {
  it("25 at most, each with its own answer, in order", async () => {
    await using world = await stubbedPorts();
    const current = recordOf("t7", { owner: "another" });
    world.stub.answer(
      taking({ "task#t7": { Code: "DuplicateItem", Message: "", Item: toItem(current) } }),
    );
    const ids = Array.from({ length: 30 }, (_, index) => `t${index}`);
    const answers = await Promise.all(ids.map((id) => world.ports.store.insert(recordOf(id))));
    expect(answers).toEqual(
      ids.map((id) => (id === "t7" ? { written: false, current } : { written: true })),
    );
    const sizes = world.stub.requests.map((request) => statementsOf(request).length);
    expect(sizes.toSorted()).toEqual([25, 5]);
  });

  it("an insert names every attribute, and asks for what stands in its way", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(taking());
    await world.ports.store.insert(recordOf("t"));
    expect(statementsOf(world.stub.requests[0]!)[0]).toMatchObject({
      Statement: expect.stringMatching(
        /^INSERT INTO "stub-table" VALUE \{'pk':\?,'sk':'task','taskId':\?/,
      ),
      Parameters: expect.arrayContaining([{ S: "task#t" }, { S: "t" }, { S: "owner-1" }]),
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
  });

  it("an owner's update is guarded by owner, generation, STARTED and no revoke flag", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(taking());
    await world.ports.store.update("t", owned, { state: "RETRY", error: undefined });
    expect(statementsOf(world.stub.requests[0]!)[0]).toEqual({
      Statement: `UPDATE "stub-table" SET "state"='RETRY',"error"=?,"revision"=revision+1 WHERE "pk"=? AND "sk"='task' AND "owner"=? AND "generation"=0 AND "state"='STARTED' AND "revokeRequested"=false`,
      Parameters: [{ NULL: true }, { S: "task#t" }, { S: "owner-1" }],
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
  });

  it("anybody else's is guarded by the revision that was read", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(taking());
    await world.ports.store.update("t", { kind: "revision", revision: 4 }, { host: "h" });
    expect(statementsOf(world.stub.requests[0]!)[0]).toMatchObject({
      Statement: `UPDATE "stub-table" SET "host"=?,"revision"=5 WHERE "pk"=? AND "sk"='task' AND "revision"=4`,
      Parameters: [{ S: "h" }, { S: "task#t" }],
    });
  });

  it("never two of one record in one batch", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(taking());
    await Promise.all(
      ["a", "a", "b"].map((id) => world.ports.store.update(id, owned, { leaseUntil: 1 })),
    );
    const sizes = world.stub.requests.map((request) => statementsOf(request).length);
    expect(sizes.toSorted()).toEqual([1, 2]);
  });
});

describe("a refused write answers what stands there", () => {
  it("from the refusal", async () => {
    await using world = await stubbedPorts();
    const current = recordOf("t", { owner: "another" });
    world.stub.answer(
      taking({ UPDATE: { Code: "ConditionalCheckFailed", Item: toItem(current) } }),
    );
    expect(await world.ports.store.update("t", owned, {})).toEqual({ written: false, current });
    expect(world.calls).toEqual(["dynamodb:BatchExecuteStatement"]);
  });

  it.each(["ConditionalCheckFailed", "DuplicateItem", "DuplicateItemException"])(
    "by a consistent read where the refusal does not tell (%s)",
    async (Code) => {
      await using world = await stubbedPorts();
      const current = recordOf("t", { owner: "another" });
      world.stub.answer((request) =>
        request.operation === "BatchGetItem"
          ? { body: { Responses: { "stub-table": [toItem(current)] } } }
          : { body: { Responses: [{ Error: { Code } }] } },
      );
      expect(await world.ports.store.insert(recordOf("t"))).toEqual({ written: false, current });
      expect(world.stub.requests[1]?.body).toMatchObject({
        RequestItems: { "stub-table": { ConsistentRead: true } },
      });
    },
  );

  it("or that nothing does", async () => {
    await using world = await stubbedPorts();
    world.stub.answer((request) =>
      request.operation === "BatchGetItem"
        ? { body: { Responses: { "stub-table": [] } } }
        : { body: { Responses: [{ Error: { Code: "ConditionalCheckFailed" } }] } },
    );
    expect(await world.ports.store.update("t", owned, {})).toEqual({
      written: false,
      current: undefined,
    });
  });
});

describe("a statement that failed alone", () => {
  it.each([
    "ProvisionedThroughputExceeded",
    "RequestLimitExceeded",
    "ThrottlingError",
    "InternalServerError",
    "TransactionConflict",
  ])("by %s is tried again, and alone", async (Code) => {
    await using world = await stubbedPorts();
    world.stub.answer((request) =>
      taking(world.stub.requests.length === 1 ? { "task#b": { Code } } : {})(request),
    );
    const answers = await Promise.all(
      ["a", "b"].map((id) => world.ports.store.insert(recordOf(id))),
    );
    expect(answers).toEqual([{ written: true }, { written: true }]);
    expect(world.stub.requests.map((request) => statementsOf(request).length)).toEqual([2, 1]);
    expect(world.clock.slept).toEqual([100]);
  });

  it.each([
    ["AccessDenied", "access-denied", "dynamodb:PartiQLInsert"],
    ["ResourceNotFound", "table-not-found", 'table "stub-table"'],
    ["ValidationError", "refused", "ValidationError"],
    ["ItemCollectionSizeLimitExceeded", "refused", "ItemCollectionSizeLimitExceeded"],
  ])("by %s is an error of its own: %s", async (Code, code, says) => {
    await using world = await stubbedPorts();
    world.stub.answer(taking({ "task#b": { Code, Message: "told by the stub" } }));
    const [first, second] = await Promise.allSettled(
      ["a", "b"].map((id) => world.ports.store.insert(recordOf(id))),
    );
    expect(first).toMatchObject({ status: "fulfilled", value: { written: true } });
    expect(second).toMatchObject({
      reason: { code, retryable: false, message: expect.stringContaining(says) },
    });
    expect(world.calls).toHaveLength(1);
  });

  it("for good is an error after the last wait", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(taking({ "task#a": { Code: "ThrottlingError" } }));
    await expect(world.ports.store.insert(recordOf("a"))).rejects.toMatchObject({
      code: "throttled",
      retryable: true,
    });
    expect(world.clock.slept).toEqual([100, 250, 500, 1000, 2000]);
  });
});

describe("a batch that failed as a whole", () => {
  it("by refusal is repeated statement by statement", async () => {
    await using world = await stubbedPorts();
    world.stub.answer((request) =>
      JSON.stringify(request.body).includes("task#bad")
        ? awsError("ValidationException", 400, "told by the stub")
        : taking()(request),
    );
    const [good, bad] = await Promise.allSettled(
      ["good", "bad"].map((id) => world.ports.store.insert(recordOf(id))),
    );
    expect(good).toMatchObject({ value: { written: true } });
    expect(bad).toMatchObject({ reason: { code: "refused" } });
  });

  it("because there is no such table says which", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => awsError("ResourceNotFoundException"));
    const error = {
      code: "table-not-found",
      message: expect.stringContaining('no table "stub-table"'),
    };
    await expect(world.ports.store.insert(recordOf("a"))).rejects.toMatchObject(error);
    await expect(world.ports.store.read("a")).rejects.toMatchObject(error);
  });

  it("with its answer lost is repeated: the copy is refused by the first and shows its owner", async () => {
    await using world = await stubbedPorts();
    const mine = recordOf("a");
    world.stub.answer(() =>
      world.stub.requests.length === 1
        ? "reset"
        : { body: { Responses: [{ Error: { Code: "DuplicateItem", Item: toItem(mine) } }] } },
    );
    expect(await world.ports.store.insert(mine)).toEqual({ written: false, current: mine });
    expect(world.stub.requests[1]?.body).toEqual(world.stub.requests[0]?.body);
  });

  it("by its deadline is uncertain", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => "hang");
    const written = world.ports.store.insert(recordOf("a"));
    await world.stub.received(1);
    world.clock.ring();
    await expect(written).rejects.toMatchObject({
      code: "call-timeout",
      details: { uncertain: true },
    });
  });
});

describe("reads of one tick travel together", () => {
  it("a hundred keys at most, one key once, each reader with its own answer", async () => {
    await using world = await stubbedPorts();
    world.stub.answer((request) => ({
      body: {
        Responses: {
          "stub-table": keysOf(request)
            .filter((key) => key !== "task#t3")
            .map((key) => toItem(recordOf(key.slice("task#".length)))),
        },
      },
    }));
    const ids = ["t0", ...Array.from({ length: 120 }, (_, index) => `t${index}`)];
    const records = await Promise.all(ids.map((id) => world.ports.store.read(id)));
    expect(records.map((record) => record?.taskId)).toEqual(
      ids.map((id) => (id === "t3" ? undefined : id)),
    );
    expect(world.calls).toHaveLength(2);
    for (const request of world.stub.requests) {
      expect(new Set(keysOf(request)).size).toBe(keysOf(request).length);
    }
  });

  it("keys left unread are read again, and those only", async () => {
    await using world = await stubbedPorts();
    const left = { Keys: [{ pk: { S: "task#b" }, sk: { S: "task" } }] };
    world.stub.answer((request) => ({
      body: {
        Responses: { "stub-table": [toItem(recordOf(keysOf(request)[0]!.slice(5)))] },
        UnprocessedKeys: world.stub.requests.length === 1 ? { "stub-table": left } : {},
      },
    }));
    const records = await Promise.all(["a", "b"].map((id) => world.ports.store.read(id)));
    expect(records.map((record) => record?.taskId)).toEqual(["a", "b"]);
    expect(world.stub.requests.map(keysOf)).toEqual([["task#a", "task#b"], ["task#b"]]);
  });

  it("keys left unread for good are an error", async () => {
    await using world = await stubbedPorts();
    world.stub.answer((request) => ({
      body: {
        Responses: {},
        UnprocessedKeys: {
          "stub-table": { Keys: keysOf(request).map((S) => ({ pk: { S }, sk: { S: "task" } })) },
        },
      },
    }));
    await expect(world.ports.store.read("a")).rejects.toMatchObject({ code: "throttled" });
  });
});

describe("a table without PartiQL is written one item a call", () => {
  it("an insert where nothing is", async () => {
    await using world = await stubbedPorts({ tableWrites: "single" });
    expect(await world.ports.store.insert(recordOf("a"))).toEqual({ written: true });
    expect(world.stub.requests[0]).toMatchObject({
      operation: "PutItem",
      body: { TableName: "stub-table", ConditionExpression: "attribute_not_exists(pk)" },
    });
  });

  it("an update under the same guard, names and values as placeholders", async () => {
    await using world = await stubbedPorts({ tableWrites: "single" });
    await world.ports.store.update("a", owned, { state: "RETRY" });
    expect(world.stub.requests[0]).toMatchObject({
      operation: "UpdateItem",
      body: {
        Key: { pk: { S: "task#a" }, sk: { S: "task" } },
        UpdateExpression: "SET #n0=:v0,#n1=#n1+:v1",
        ConditionExpression: "#n2=:v2 AND #n3=:v3 AND #n4=:v4 AND #n5=:v5",
        ExpressionAttributeNames: {
          "#n0": "state",
          "#n1": "revision",
          "#n2": "owner",
          "#n3": "generation",
          "#n4": "state",
          "#n5": "revokeRequested",
        },
      },
    });
  });

  it("a refusal answers what stands there, told or read", async () => {
    await using world = await stubbedPorts({ tableWrites: "single" });
    const current = recordOf("a", { owner: "another" });
    const refusal = { __type: "com.amazonaws#ConditionalCheckFailedException" };
    world.stub.answer((request) => {
      if (request.operation === "PutItem") {
        return { status: 400, body: { ...refusal, Item: toItem(current) } };
      }
      if (request.operation === "UpdateItem") return { status: 400, body: refusal };
      return { body: { Responses: { "stub-table": [toItem(current)] } } };
    });
    expect(await world.ports.store.insert(recordOf("a"))).toEqual({ written: false, current });
    expect(await world.ports.store.update("a", owned, {})).toEqual({ written: false, current });
    expect(world.calls).toEqual([
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
      "dynamodb:BatchGetItem",
    ]);
  });

  it("anything else is thrown", async () => {
    await using world = await stubbedPorts({ tableWrites: "single" });
    world.stub.answer(() => awsError("AccessDeniedException"));
    await expect(world.ports.store.insert(recordOf("a"))).rejects.toMatchObject({
      code: "access-denied",
      message: expect.stringContaining("dynamodb:PutItem"),
    });
  });
});
