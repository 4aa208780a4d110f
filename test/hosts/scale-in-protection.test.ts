import { createMemoryLogger, createVirtualClock } from "@celeriac/testing/models";
import { createScaleInProtection, type ScaleInProtection } from "@celeriac/worker";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EcsAgent, startEcsAgent } from "./ecs-agent.ts";

let agent: EcsAgent;
let settled: () => Promise<void>;

beforeEach(async () => {
  agent = await startEcsAgent();
});

afterEach(async () => {
  await agent.close();
});

function setUp(agentUri: string | undefined = agent.uri) {
  const clock = createVirtualClock();
  const logger = createMemoryLogger();
  const calls: Promise<unknown>[] = [];
  const protection: ScaleInProtection = createScaleInProtection({
    agentUri,
    clock,
    logger,
    fetch: (url, init) => {
      const call = fetch(url, init);
      calls.push(call.then((response) => response.clone().text()).catch(() => undefined));
      return call;
    },
  });
  settled = async () => {
    await Promise.all(calls);
    await clock.turn();
    await clock.turn();
  };
  const enabled = (): unknown[] =>
    agent.calls.map(({ body }) => (body as { ProtectionEnabled: unknown }).ProtectionEnabled);
  return { clock, logger, protection, enabled };
}

describe("scale-in protection", () => {
  it("is turned on as the first task starts, in the agent's words", async () => {
    const { protection } = setUp();
    protection.update(1);
    await agent.called(1);
    expect(agent.calls).toEqual([
      {
        method: "PUT",
        path: "/api/container-1/task-protection/v1/state",
        body: { ProtectionEnabled: true, ExpiresInMinutes: 60 },
      },
    ]);
  });

  it("is asked for once, however many tasks start", async () => {
    const { protection, enabled, clock } = setUp();
    protection.update(1);
    protection.update(2);
    await agent.called(1);
    await settled();
    protection.update(1);
    protection.update(5);
    await clock.advance(60_000);
    expect(enabled()).toEqual([true]);
  });

  it("is renewed at half of its time for as long as a task runs", async () => {
    const { protection, enabled, clock } = setUp();
    protection.update(1);
    await agent.called(1);
    await settled();
    await clock.advance(30 * 60_000);
    await agent.called(2);
    await settled();
    await clock.advance(30 * 60_000);
    await agent.called(3);
    expect(enabled()).toEqual([true, true, true]);
  });

  it("is taken off after a while of idleness, not between two tasks", async () => {
    const { protection, enabled, clock } = setUp();
    protection.update(1);
    await agent.called(1);
    await settled();
    protection.update(0);
    await clock.advance(14_999);
    protection.update(1);
    protection.update(0);
    await clock.advance(14_999);
    expect(enabled()).toEqual([true]);
    await clock.advance(1);
    await agent.called(2);
    await settled();
    expect(agent.calls[1]?.body).toEqual({ ProtectionEnabled: false });
    await clock.advance(24 * 3_600_000);
    expect(enabled()).toEqual([true, false]);
  });

  it("follows a change that came while the agent was answering", async () => {
    const clock = createVirtualClock();
    const answers: PromiseWithResolvers<Response>[] = [];
    const asked: unknown[] = [];
    const protection = createScaleInProtection({
      agentUri: "http://agent.invalid",
      clock,
      logger: createMemoryLogger(),
      idleMs: 1000,
      fetch: (_url, init) => {
        asked.push(JSON.parse(String(init.body)).ProtectionEnabled);
        const answer = Promise.withResolvers<Response>();
        answers.push(answer);
        return answer.promise;
      },
    });
    protection.update(1);
    protection.update(0);
    await clock.advance(1000);
    expect(asked).toEqual([true]);
    answers[0]?.resolve(Response.json({ protection: { ProtectionEnabled: true } }));
    await clock.turn();
    await clock.turn();
    expect(asked).toEqual([true, false]);
    protection.close();
  });

  it("calls nobody without an agent", async () => {
    const { protection, clock } = setUp("");
    protection.update(1);
    protection.close();
    expect(clock.pending).toBe(0);
    expect(agent.calls).toEqual([]);
  });

  it("stops for good when it is closed", async () => {
    const { protection, clock } = setUp();
    protection.update(1);
    await agent.called(1);
    await settled();
    protection.close();
    protection.update(0);
    expect(clock.pending).toBe(0);
  });
});

describe("an agent that fails harms nothing but the protection", () => {
  it.each(["refuse", "error", "nonsense"] as const)(
    "%s: said once, tried again every 30 s, said when it works",
    async (answer) => {
      const { protection, logger, clock } = setUp();
      agent.answer = answer;
      protection.update(1);
      for (const count of [1, 2, 3]) {
        await agent.called(count);
        await settled();
        if (count === 2) agent.answer = "agree";
        await clock.advance(30_000);
      }
      expect(logger.lines.map(({ level }) => level)).toEqual(["warn", "info"]);
      expect(String(logger.lines[0]?.fields["error"])).toContain("ecs:UpdateTaskProtection");
      expect(agent.calls).toHaveLength(3);
    },
  );

  it("silence: given up after 10 s, and tried again", async () => {
    const { protection, logger, clock } = setUp();
    agent.answer = "silence";
    protection.update(1);
    await agent.called(1);
    await clock.advance(10_000);
    await settled();
    expect(String(logger.lines[0]?.fields["error"])).toContain("did not answer within 10000 ms");
    await clock.advance(30_000);
    await agent.called(2);
  });

  it("a socket that is closed: the same", async () => {
    const { protection, logger } = setUp();
    await agent.close();
    protection.update(1);
    await settled();
    expect(logger.lines).toMatchObject([{ level: "warn" }]);
    agent = await startEcsAgent();
  });
});
