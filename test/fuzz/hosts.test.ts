import { Agent, request } from "node:http";
import { createSqsHandler } from "@celeriac/lambda";
import { createMemoryLogger, createVirtualClock } from "@celeriac/testing/models";
import { startHealthServer, type WorkerHealth } from "@celeriac/worker";
import type { SQSEvent } from "aws-lambda";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { createScriptedEngine, DONE } from "../hosts/scripted-engine.ts";
import { lambdaContext, QUEUE_ARN, sqsRecord } from "../hosts/sqs-event.ts";
import { documentedLater, guardBystanders } from "./bystanders.ts";
import { damaged, hostileJson, RUNS } from "./hostile.ts";

guardBystanders();

describe("Lambda's host takes any event that JSON can say", () => {
  const setUp = () => {
    const clock = createVirtualClock();
    const engine = createScriptedEngine(() => DONE);
    const handler = createSqsHandler({
      engine: () => engine,
      queueOf: (arn) => (arn === QUEUE_ARN ? "default" : undefined),
      logger: createMemoryLogger(),
      clock,
    });
    return {
      engine,
      invoke: (event: unknown) => handler(event as SQSEvent, lambdaContext(clock, 60_000)),
    };
  };
  const valid = sqsRecord("b");
  const record = fc
    .tuple(
      damaged({ ...valid }, hostileJson),
      damaged({ ...valid.attributes }, hostileJson),
      fc.constantFrom("record", "system", "message"),
    )
    .map(([whole, system, which]) => {
      if (which === "system") return { ...valid, attributes: system };
      return which === "message" ? { ...valid, messageAttributes: { a: system, b: whole } } : whole;
    });

  it("records: its neighbours are done, and only texts reach the engine", async () => {
    const { engine, invoke } = setUp();
    await fc.assert(
      fc.asyncProperty(fc.oneof(record, hostileJson), async (hostile) => {
        const before = engine.deliveries.length;
        const { batchItemFailures } = await invoke({
          Records: [sqsRecord("a"), hostile, sqsRecord("c")],
        });
        const delivered = engine.deliveries.slice(before).map(({ message }) => message);
        expect(delivered.map(({ messageId }) => messageId)).toEqual(
          expect.arrayContaining(["a", "c"]),
        );
        expect(batchItemFailures.length).toBe(3 - delivered.length);
        for (const { body, group, sentAt, attributes = {} } of delivered) {
          expect(["string", "undefined"]).toContain(typeof group);
          expect([typeof body, Number.isSafeInteger(sentAt)]).toEqual(["string", true]);
          for (const text of Object.values(attributes)) expect(typeof text).toBe("string");
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("events", async () => {
    const { invoke } = setUp();
    const event = fc.oneof(hostileJson, damaged({ Records: [] }, hostileJson));
    await fc.assert(
      fc.asyncProperty(event, async (hostile) => {
        const answer = await documentedLater(["undecodable"], () => invoke(hostile));
        if (answer !== undefined) expect(Array.isArray(answer.batchItemFailures)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("a worker's health server", () => {
  const health: WorkerHealth = { state: "running", queues: [] };

  it("answers any path with 200, 404 or 503, and never says it back", async () => {
    const server = await startHealthServer({ health: () => health }, { lagMs: () => 0 });
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => {
      agent.destroy();
      return server.close();
    });
    const ask = (path: string, method: string): Promise<{ status: number; body: string }> =>
      new Promise((resolve, reject) => {
        const to = { port: server.port, host: "127.0.0.1", path, method, agent };
        const sent = request(to, (response) => {
          let body = "";
          response.setEncoding("utf8").on("data", (text) => {
            body += text;
          });
          response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
        });
        sent.on("error", reject).end();
      });
    const step = fc.constantFrom(
      ...["/", "//", "..", "%2e%2e", "healthz", "readyz", "?", "#", "__proto__", "constructor"],
      ...["toString", "hasOwnProperty", "%00", "%ff", "x".repeat(2000), "<script>", "http://a"],
    );
    const path = fc.array(step, { maxLength: 4 }).map((steps) => `/${steps.join("")}`);
    await fc.assert(
      fc.asyncProperty(path, fc.constantFrom("GET", "POST", "PUT"), async (hostile, method) => {
        const { status, body } = await ask(hostile, method);
        const known = method === "GET" && /^\/(healthz|readyz)(\?|$)/.test(hostile);
        expect(status).toBe(known ? 200 : 404);
        expect(body).not.toMatch(/script|xxx/);
      }),
      { numRuns: RUNS },
    );
  });
});
