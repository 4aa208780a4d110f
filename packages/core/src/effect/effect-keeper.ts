import type { Payload } from "../envelope/payload.ts";
import { CeleriacError } from "../errors/celeriac-error.ts";
import type { Clock } from "../ports/clock.ts";
import type { EffectStore, EffectWriteAnswer, EffectWriteGuard } from "../ports/effect-store.ts";
import type { Random } from "../ports/random.ts";
import type { EffectRecord } from "./effect-record.ts";
import {
  type EffectClaim,
  type EffectRefusal,
  heldEffect,
  judgeEffectClaim,
  leaseChange,
  takenEffectChange,
} from "./judge-effect.ts";

/** How a claim ended. */
export type EffectClaimAnswer = { readonly kind: "granted" } | EffectRefusal;

/** What the guards of every store share: the writes that claim, keep, complete and give up an effect. */
export interface EffectKeeper {
  /** @throws {CeleriacError} when the store could not be asked, or others wrote again and again. */
  claim(claim: EffectClaim): Promise<EffectClaimAnswer>;
  /** Records that it happened; false when another attempt has it. @throws {CeleriacError} its outcome is unknown. */
  complete(claim: EffectClaim, result: Payload | undefined): Promise<boolean>;
  /** False when another attempt has it. @throws {CeleriacError} */
  extend(claim: EffectClaim): Promise<boolean>;
  /** @throws {CeleriacError} */
  reserve(claim: EffectClaim, until: number): Promise<void>;
  /** @throws {CeleriacError} */
  release(claim: Pick<EffectClaim, "effectId" | "taskId" | "generation">): Promise<undefined>;
}

export interface EffectKeeperPorts {
  readonly store: EffectStore;
  readonly clock: Clock;
  readonly random: Random;
}

/** How often a write is judged anew because somebody else wrote between, or because its outcome is not known. */
const MAX_ROUNDS = 6;
const FIRST_WAIT_MS = 50;

/** Makes the keeper of a store. */
export function createEffectKeeper(ports: EffectKeeperPorts): EffectKeeper {
  const { store, clock } = ports;
  return {
    claim: (claim) =>
      settle(ports, { effectId: claim.effectId, expectNone: true }, (current) =>
        claimStep(ports, claim, current),
      ),
    complete: (claim, result) => complete(ports, claim, result),
    extend: async (claim) => {
      const now = clock.now();
      const lease = leaseChange(claim, now + claim.leaseMs, now);
      const answer = await store.update(claim.effectId, ownerOf(claim), lease);
      // Done by this very attempt while the beat was under way: nothing is lost.
      return answer.written || isDoneBy(answer.current, claim);
    },
    reserve: async (claim, until) => {
      const now = clock.now();
      const lease = leaseChange(claim, Math.min(until, now + claim.windowMs), now);
      await store.update(claim.effectId, ownerOf(claim), { owner: "", ...lease });
    },
    release: (claim) =>
      settle(ports, { effectId: claim.effectId, expectNone: false }, (current) =>
        releaseStep(ports, claim, current),
      ),
  };
}

interface Step<Answer> {
  /** Absent: nothing is to be written. */
  readonly write?: () => Promise<EffectWriteAnswer>;
  /** What follows when it was written. */
  readonly answer: Answer;
}

function claimStep(
  { store, clock }: EffectKeeperPorts,
  claim: EffectClaim,
  current: EffectRecord | undefined,
): Step<EffectClaimAnswer> {
  const now = clock.now();
  const decision = judgeEffectClaim(current, claim, now);
  switch (decision.kind) {
    case "start":
      return { write: () => store.insert(heldEffect(claim, now)), answer: { kind: "granted" } };
    case "take": {
      const guard = { kind: "revision", revision: decision.current.revision } as const;
      const change = takenEffectChange(claim, now);
      return {
        write: () => store.update(claim.effectId, guard, change),
        answer: { kind: "granted" },
      };
    }
    case "mine":
      return { answer: { kind: "granted" } };
    default:
      return { answer: decision };
  }
}

/** A completion recognises its own first copy: repeating it is harmless. */
async function complete(
  ports: EffectKeeperPorts,
  claim: EffectClaim,
  result: Payload | undefined,
): Promise<boolean> {
  const expiresAt = ports.clock.now() + claim.windowMs;
  const change = { state: "DONE", leaseUntil: 0, expiresAt, result } as const;
  for (let round = 1; ; round += 1) {
    try {
      const answer = await ports.store.update(claim.effectId, ownerOf(claim), change);
      return answer.written || isDoneBy(answer.current, claim);
    } catch (error) {
      if (round >= MAX_ROUNDS) throw error;
      await pause(ports, round);
    }
  }
}

function releaseStep(
  { store, clock }: EffectKeeperPorts,
  { effectId, taskId, generation }: Pick<EffectClaim, "effectId" | "taskId" | "generation">,
  current: EffectRecord | undefined,
): Step<undefined> {
  const holds =
    current?.state === "HELD" && current.taskId === taskId && current.generation === generation;
  if (!holds) return { answer: undefined };
  const guard = { kind: "revision", revision: current.revision } as const;
  const freed = { state: "FREE", owner: "", leaseUntil: 0, expiresAt: clock.now() } as const;
  return { write: () => store.update(effectId, guard, freed), answer: undefined };
}

function ownerOf({ owner }: EffectClaim): EffectWriteGuard {
  return { kind: "owner", owner };
}

function isDoneBy(current: EffectRecord | undefined, { owner }: EffectClaim): boolean {
  return current?.state === "DONE" && current.owner === owner;
}

interface Place {
  readonly effectId: string;
  /** Most claims find nothing: they begin with the write, without a read. */
  readonly expectNone: boolean;
}

/** Judges, writes, and judges anew when the write was refused or its outcome is not known. */
async function settle<Answer>(
  ports: EffectKeeperPorts,
  { effectId, expectNone }: Place,
  judge: (current: EffectRecord | undefined) => Step<Answer>,
): Promise<Answer> {
  let current: EffectRecord | undefined;
  let known = expectNone;
  let lastError: unknown;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    try {
      if (!known) current = await ports.store.read(effectId);
      known = true;
      const step = judge(current);
      if (step.write === undefined) return step.answer;
      const answer = await step.write();
      if (answer.written) return step.answer;
      current = answer.current;
    } catch (error) {
      lastError = error;
      known = false;
      if (round < MAX_ROUNDS) await pause(ports, round);
    }
  }
  throw lastError ?? contended(effectId);
}

function contended(effectId: string): CeleriacError {
  return new CeleriacError(
    "refused",
    `effect ${JSON.stringify(effectId)} was written by others ${MAX_ROUNDS} times while it was claimed; try again later`,
    { retryable: true },
  );
}

/** Grows, and is spread by chance. */
function pause({ clock, random }: EffectKeeperPorts, round: number): Promise<void> {
  const whole = FIRST_WAIT_MS * 2 ** (round - 1);
  return clock.sleep(whole / 2 + (whole / 2) * random.next());
}
