import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What an ECS agent answers to a change of protection. */
export type AgentAnswer = "agree" | "refuse" | "error" | "nonsense" | "silence";

export interface AgentCall {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly body: unknown;
}

/** The ECS agent's task protection endpoint, on loopback. */
export interface EcsAgent {
  readonly uri: string;
  readonly calls: readonly AgentCall[];
  /** What the calls from now on are answered. */
  answer: AgentAnswer;
  /** Resolves once `count` calls have come in. */
  called(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function startEcsAgent(): Promise<EcsAgent> {
  const calls: AgentCall[] = [];
  let waiting: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request));
    calls.push({ method: request.method, path: request.url, body });
    if (agent.answer !== "silence") {
      response.statusCode = agent.answer === "error" ? 500 : 200;
      response.end(answerTo(agent.answer, body.ProtectionEnabled));
    }
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const agent: EcsAgent = {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/container-1`,
    calls,
    answer: "agree",
    called: async (count) => {
      while (calls.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return agent;
}

/** As the agent answers: a refusal has status 200 too. */
function answerTo(answer: AgentAnswer, enabled: unknown): string {
  if (answer === "nonsense") return "<html>";
  if (answer === "refuse") {
    return JSON.stringify({ failure: { Arn: "arn", Reason: "TASK_NOT_VALID", Detail: null } });
  }
  if (answer === "error") {
    return JSON.stringify({ error: { Arn: "arn", Code: "AccessDeniedException", Message: "no" } });
  }
  return JSON.stringify({ protection: { ProtectionEnabled: enabled, TaskArn: "arn" } });
}
