import type { Clock } from "@celeriac/core";

/** ECS's agent takes about a second; a hung one must not hold the next change back for ever. */
const CALL_LIMIT_MS = 10_000;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Sets scale-in protection of this ECS task. */
export interface ProtectionAgent {
  /** @throws {Error} when the protection is not known to be as wanted. */
  set(enabled: boolean): Promise<void>;
}

/** The task protection endpoint of the ECS agent. */
export function createProtectionAgent(
  agentUri: string,
  expiresInMinutes: number,
  clock: Clock,
  fetch: Fetch,
): ProtectionAgent {
  const url = `${agentUri.replace(/\/+$/, "")}/task-protection/v1/state`;
  return {
    set: async (enabled) => {
      const limit = new AbortController();
      const cancel = clock.timer(CALL_LIMIT_MS, () => {
        limit.abort(new Error(`the ECS agent did not answer within ${CALL_LIMIT_MS} ms`));
      });
      try {
        const response = await fetch(url, {
          method: "PUT",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({
            ProtectionEnabled: enabled,
            ...(enabled ? { ExpiresInMinutes: expiresInMinutes } : {}),
          }),
          signal: limit.signal,
        });
        checkAnswer(response.status, await response.text(), enabled);
      } finally {
        cancel();
      }
    },
  };
}

/** ECS refuses with status 200 and a `failure`, so only the state that it answers counts. */
function checkAnswer(status: number, body: string, enabled: boolean): void {
  if (status === 200 && protectionIn(body) === enabled) return;
  throw new Error(
    `the ECS agent did not turn scale-in protection ${enabled ? "on" : "off"}: status ${status}, ${body.slice(0, 500)}. ` +
      "The task's role needs ecs:UpdateTaskProtection, and the task must belong to a service",
  );
}

function protectionIn(body: string): unknown {
  try {
    const answer: { protection?: { ProtectionEnabled?: unknown } } = JSON.parse(body);
    return answer.protection?.ProtectionEnabled;
  } catch {
    return undefined;
  }
}
