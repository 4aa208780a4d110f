import { type Envelope, RECORD_LIFETIME_MS, type TaskRecord } from "@celeriac/core";

/** What to do with a dead letter of a known task. */
export type RedrivePlan =
  | { readonly kind: "send"; readonly envelope: Envelope }
  /** It has ended so that no generation may follow. */
  | {
      readonly kind: "finished";
      readonly result: "already-succeeded" | "already-revoked" | "already-expired";
    };

/**
 * Decides a redrive from what is recorded. Over FAILURE the record's next generation starts; otherwise the message's own,
 * which is the only message left where SQS moved it by itself. Its eta and expiry are past and left out.
 */
export function planRedrive(
  envelope: Envelope,
  record: TaskRecord | undefined,
  now: number,
): RedrivePlan {
  switch (record?.state) {
    case "SUCCESS":
      return { kind: "finished", result: "already-succeeded" };
    case "REVOKED":
      return { kind: "finished", result: "already-revoked" };
    case "EXPIRED":
      return { kind: "finished", result: "already-expired" };
    case "FAILURE": {
      const generation = record.generation + 1;
      if (record.revokedGeneration === generation) {
        return { kind: "finished", result: "already-revoked" };
      }
      return { kind: "send", envelope: anew(envelope, generation, now) };
    }
    default:
      return { kind: "send", envelope: anew(envelope, envelope.generation, now) };
  }
}

function anew(envelope: Envelope, generation: number, now: number): Envelope {
  const newestInstant = Math.max(envelope.enqueuedAt, envelope.eta ?? 0);
  // Hosts refuse what is older than records live, since it may have run; whoever redrives it asks for that.
  const isTooOld = now - newestInstant > RECORD_LIFETIME_MS;
  return {
    ...envelope,
    generation,
    enqueuedAt: isTooOld ? now : envelope.enqueuedAt,
    eta: undefined,
    expires: undefined,
  };
}
