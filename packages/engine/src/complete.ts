import {
  type AttemptEnd,
  completionChange,
  judgeRefusedCompletion,
  type TaskRecord,
} from "@celeriac/core";
import type { EnginePorts } from "./engine-options.ts";
import { waitMs } from "./patience.ts";

const MAX_TRIES = 10;

export interface CompletionOrder {
  /** The record as the claim left it: its owner and generation are the fence. */
  readonly claimed: TaskRecord;
  readonly end: AttemptEnd;
  readonly progress: { readonly value: unknown } | undefined;
  /** Says whether the lease is over by the owner's own clock: then another may own the task. */
  readonly leaseIsOver: () => boolean;
}

export type CompletionResult =
  /** This end is stored: mine, or REVOKED since a revoke flag stood. */
  | { readonly kind: "stored"; readonly state: AttemptEnd["state"] }
  /** Another owner has the task: drop what was computed, leave the message alone. */
  | { readonly kind: "lost" }
  /** Nobody knows: leave the message alone, its next delivery finds out. */
  | { readonly kind: "unknown"; readonly error: unknown };

/**
 * Step 5: records how the attempt ended, on condition that it is still this owner's. RETRY and FAILURE yield to a
 * revoke flag; SUCCESS does not. Trying again is safe: a refusal that shows my own token in the state I wanted is done.
 */
export async function complete(
  ports: EnginePorts,
  order: CompletionOrder,
): Promise<CompletionResult> {
  let end = order.end;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const refusal = await writeEnd(ports, order, end);
      if (refusal === undefined) return { kind: "stored", state: end.state };
      if (refusal.kind === "lost") return { kind: "lost" };
      if (refusal.kind === "done") {
        return { kind: "stored", state: refusal.current.state as AttemptEnd["state"] };
      }
      end = { state: "REVOKED" };
    } catch (error) {
      if (attempt >= MAX_TRIES || order.leaseIsOver()) return { kind: "unknown", error };
      await ports.clock.sleep(waitMs(attempt, ports.random));
    }
  }
}

async function writeEnd(
  ports: EnginePorts,
  order: CompletionOrder,
  end: AttemptEnd,
): Promise<ReturnType<typeof judgeRefusedCompletion> | undefined> {
  const { claimed, progress } = order;
  const answer = await ports.store.update(
    claimed.taskId,
    {
      kind: "owner",
      owner: claimed.owner,
      generation: claimed.generation,
      unlessRevoked: end.state === "RETRY" || end.state === "FAILURE",
    },
    completionChange(claimed, end, ports.clock.now(), progress),
  );
  if (answer.written) return undefined;
  return judgeRefusedCompletion(answer.current, claimed, end.state);
}
